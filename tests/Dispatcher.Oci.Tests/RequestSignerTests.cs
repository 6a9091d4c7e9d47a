using System.Globalization;
using Dispatcher.Contract;
using Dispatcher.Oci.Signing;

namespace Dispatcher.Oci.Tests;

public sealed class RequestSignerTests
{
    private static readonly DateTimeOffset Now = new(2024, 5, 1, 12, 20, 30, TimeSpan.FromHours(2));

    private static SigningCredential Credential
    {
        get
        {
            Assert.True(SigningKey.TryRead(TestKeys.Pem(TestKeys.First), null, out SigningKey? key, out _));
            return new("ten/user/fp", key);
        }
    }

    [Theory]
    [InlineData("GET", "http://h.example/n", "h.example", "/n")]
    [InlineData("DELETE", "https://h.example:444/n/a%2Fb?x=%20&y", "h.example:444", "/n/a%2Fb?x=%20&y")]
    public void Without_a_body_date_target_and_host_are_signed(
        string method,
        string address,
        string host,
        string target
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);

        RequestSigner.Sign(request, default, null, signBody: false, Credential, Now);

        ReceivedRequest seen = AsSeen(request, target);
        Assert.Equal("date (request-target) host", seen.SignedHeaders);
        Assert.Equal("Wed, 01 May 2024 10:20:30 GMT", seen.Header("Date"));
        Assert.Equal(host, seen.Header("Host"));
        Assert.Equal("ten/user/fp", seen.KeyId);
        Assert.True(seen.IsSignedBy(TestKeys.First));
        Assert.False(seen.IsSignedBy(TestKeys.Second));
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"a":"ü"}""")]
    public void With_a_body_its_length_type_and_digest_are_signed_too(string text)
    {
        byte[] body = System.Text.Encoding.UTF8.GetBytes(text);
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://h.example/20200430/x");

        RequestSigner.Sign(request, body, "application/json", signBody: true, Credential, Now);

        ReceivedRequest seen = AsSeen(
            request,
            "/20200430/x",
            ("content-type", "application/json"),
            ("content-length", $"{body.Length}")
        ) with
        {
            Body = body,
        };
        Assert.Equal("date (request-target) host content-length content-type x-content-sha256", seen.SignedHeaders);
        Assert.True(seen.IsSignedBy(TestKeys.First));
        Assert.False((seen with { Body = [.. body, 32] }).IsSignedBy(TestKeys.First));
    }

    [Fact]
    public void One_key_signs_for_many_threads_at_once()
    {
        SigningCredential credential = Credential;
        string[] targets =
        [
            .. Enumerable
                .Range(0, 200)
                .Select(n => string.Create(CultureInfo.InvariantCulture, $"/n/{n}/{new string('x', n)}")),
        ];
        bool[] holds = new bool[targets.Length];

        Parallel.For(0, targets.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 }, n =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "http://h.example" + targets[n]);
            RequestSigner.Sign(request, default, null, signBody: false, credential, Now);
            ReceivedRequest seen = AsSeen(request, targets[n]);
            lock (TestKeys.First)
                holds[n] = seen.IsSignedBy(TestKeys.First);
        });

        Assert.All(holds, Assert.True);
    }

    private static ReceivedRequest AsSeen(
        HttpRequestMessage request,
        string target,
        params (string Name, string Value)[] content
    )
    {
        var headers = request.Headers.NonValidated.ToDictionary(
            header => header.Key,
            header => header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase
        );
        foreach ((string name, string value) in content)
            headers[name] = value;
        return new(request.Method.Method, target, headers, []);
    }
}
