using System.Security.Cryptography;
using System.Text;

namespace Dispatcher.Emulator.Tests;

public sealed class SignatureTests(SharedTenancy shared) : IClassFixture<SharedTenancy>
{
    private static readonly byte[] Body = """{"registryMetadata":{"aggregatorKey":"flatten-task"}}"""u8.ToArray();
    private readonly Tenancy tenancy = shared.Tenancy;

    [Theory]
    [InlineData("method")]
    [InlineData("path")]
    [InlineData("query")]
    [InlineData("escape")]
    [InlineData("host")]
    [InlineData("date")]
    [InlineData("content-type")]
    [InlineData("body of the same length")]
    [InlineData("body of another length")]
    [InlineData("body and its digest")]
    [InlineData("signature")]
    [InlineData("order of headers")]
    [InlineData("keyId")]
    public async Task Whoever_changes_a_signed_part_is_refused(string part)
    {
        HttpRequestMessage request = Signed("POST", Tenancy.Runs + "?a=%2Fb", Body);
        request = part switch
        {
            "method" => Moved(request, HttpMethod.Put, Tenancy.Runs + "?a=%2Fb"),
            "path" => Moved(
                request,
                HttpMethod.Post,
                Tenancy.Runs.Replace("app", "apq", StringComparison.Ordinal) + "?a=%2Fb"
            ),
            "query" => Moved(request, HttpMethod.Post, Tenancy.Runs + "?a=%2Fc"),
            "escape" => Moved(request, HttpMethod.Post, Tenancy.Runs + "?a=%2fb"),
            _ => request,
        };
        switch (part)
        {
            case "host":
                request.Headers.Host = "localhost";
                break;
            case "date":
                Replace(request, "Date", DateTimeOffset.UtcNow.AddSeconds(-30).ToString("r"));
                break;
            case "content-type":
                request.Content!.Headers.ContentType = new("text/plain");
                break;
            case "body of the same length":
                request.Content = Signer.Content(
                    Encoding.UTF8.GetBytes(
                        Encoding.UTF8.GetString(Body).Replace("flatten", "FLATTEN", StringComparison.Ordinal)
                    )
                );
                break;
            case "body of another length":
                request.Content = Signer.Content([.. Body, (byte)' ']);
                break;
            case "body and its digest":
                byte[] other = Encoding.UTF8.GetBytes(
                    Encoding.UTF8.GetString(Body).Replace("flatten", "FLATTEN", StringComparison.Ordinal)
                );
                request.Content = Signer.Content(other);
                Replace(request, "x-content-sha256", Convert.ToBase64String(SHA256.HashData(other)));
                break;
            case "signature":
                Edit(request, text => text.Replace("signature=\"", "signature=\"AAAA", StringComparison.Ordinal));
                break;
            case "order of headers":
                Edit(request, text =>
                    text.Replace("date (request-target)", "(request-target) date", StringComparison.Ordinal)
                );
                break;
            case "keyId":
                Edit(request, text => text.Replace("keyId=\"ST$", "keyId=\"ST$x", StringComparison.Ordinal));
                break;
        }

        int before = tenancy.Emulator.DataIntegration.RunCount;
        Reply reply = await tenancy.SendAsync(request);
        Assert.Equal((401, "NotAuthenticated"), (reply.Status, reply.Code));
        Assert.Equal(before, tenancy.Emulator.DataIntegration.RunCount);
    }

    [Theory]
    [InlineData("date (request-target) host content-length content-type x-content-sha256", 201)]
    [InlineData("x-content-sha256 content-type content-length host (request-target) date", 201)]
    [InlineData("date (request-target) host content-length content-type x-content-sha256 opc-retry-token", 201)]
    [InlineData("(request-target) host content-length content-type x-content-sha256", 401)]
    [InlineData("date host content-length content-type x-content-sha256", 401)]
    [InlineData("date (request-target) content-length content-type x-content-sha256", 401)]
    [InlineData("date (request-target) host content-type x-content-sha256", 401)]
    [InlineData("date (request-target) host content-length x-content-sha256", 401)]
    [InlineData("date (request-target) host content-length content-type", 401)]
    [InlineData("date (request-target) host", 401)]
    public async Task A_POST_must_sign_all_that_is_required_in_any_order(string names, int status)
    {
        HttpRequestMessage request = tenancy.Request(
            "POST",
            Tenancy.Runs,
            Body,
            ("opc-retry-token", Guid.NewGuid().ToString("N"))
        );
        tenancy.Signer.With(names).Sign(request, Body);
        Assert.Equal(status, (await tenancy.SendAsync(request)).Status);
    }

    [Theory]
    [InlineData("GET", "date (request-target) host", 200)]
    [InlineData("GET", "host date (request-target)", 200)]
    [InlineData("GET", "x-date (request-target) host", 200)]
    [InlineData("GET", "(request-target) host", 401)]
    [InlineData("GET", "date host", 401)]
    [InlineData("GET", "date (request-target)", 401)]
    [InlineData("PUT", "date (request-target) host", 200)]
    [InlineData("PUT", "date (request-target) host content-length content-type x-content-sha256", 200)]
    [InlineData("PUT", "(request-target) host", 401)]
    public async Task A_request_without_a_signed_body_signs_date_target_and_host(
        string method,
        string names,
        int status
    )
    {
        byte[]? body = method == "PUT" ? "x"u8.ToArray() : null;
        HttpRequestMessage request = tenancy.Request(
            method,
            body is null ? "/n" : $"{Tenancy.Objects}/o",
            body,
            ("x-date", DateTimeOffset.UtcNow.ToString("r"))
        );
        tenancy.Signer.With(names).Sign(request, body);
        Assert.Equal(status, (await tenancy.SendAsync(request)).Status);
    }

    [Fact]
    public async Task A_signed_header_that_is_absent_is_refused()
    {
        HttpRequestMessage request = tenancy.Request("GET", "/n", null, ("opc-retry-token", "t"));
        tenancy.Signer.With("date (request-target) host opc-retry-token").Sign(request, null);
        request.Headers.Remove("opc-retry-token");
        Reply reply = await tenancy.SendAsync(request);
        Assert.Equal(401, reply.Status);
        Assert.Contains("opc-retry-token", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_digest_of_an_object_counts_where_it_is_sent()
    {
        HttpRequestMessage request = tenancy.Request(
            "PUT",
            $"{Tenancy.Objects}/digest",
            "x"u8.ToArray(),
            ("x-content-sha256", Convert.ToBase64String(SHA256.HashData("y"u8)))
        );
        tenancy.Signer.Sign(request, "x"u8.ToArray(), isPutObject: true);
        Assert.Equal(401, (await tenancy.SendAsync(request)).Status);
        Assert.Null(tenancy.Emulator.ObjectStorage.Get(Tenancy.Bucket, "digest"));
    }

    [Theory]
    [InlineData(-299, 200)]
    [InlineData(299, 200)]
    [InlineData(-302, 401)]
    [InlineData(302, 401)]
    public async Task A_date_may_be_five_minutes_off(int seconds, int status)
    {
        var time = ManualTime.FromNow();
        await using Tenancy own = await Tenancy.StartAsync(new() { Time = time });
        HttpRequestMessage request = own.Request("GET", "/n");
        own.Signer.With(date: time.GetUtcNow().AddSeconds(seconds)).Sign(request, null);
        Assert.Equal(status, (await own.SendAsync(request)).Status);
    }

    [Theory]
    [InlineData("Bearer abc")]
    [InlineData("Signature")]
    [InlineData("Signature version=1")]
    [InlineData(
        "Signature version=\"2\",headers=\"date (request-target) "
            + "host\",keyId=\"k\",algorithm=\"rsa-sha256\",signature=\"AAAA\""
    )]
    [InlineData(
        "Signature version=\"1\",headers=\"date (request-target) "
            + "host\",keyId=\"k\",algorithm=\"hmac-sha256\",signature=\"AAAA\""
    )]
    [InlineData(
        "Signature version=\"1\",headers=\"date (request-target) host\",algorithm=\"rsa-sha256\",signature=\"AAAA\""
    )]
    [InlineData("Signature version=\"1\",keyId=\"k\",algorithm=\"rsa-sha256\",signature=\"AAAA\"")]
    [InlineData(
        "Signature version=\"1\",headers=\"date (request-target) "
            + "host\",keyId=\"k\",algorithm=\"rsa-sha256\",signature=\"not base64!\""
    )]
    [InlineData(
        "Signature version=\"1\",headers=\"date (request-target) "
            + "host\",keyId=\"k\",keyId=\"l\",algorithm=\"rsa-sha256\",signature=\"AAAA\""
    )]
    [InlineData(
        "Signature version=\"1\",headers=\"date date (request-target) "
            + "host\",keyId=\"k\",algorithm=\"rsa-sha256\",signature=\"AAAA\""
    )]
    [InlineData(
        "Signature version=\"1\",headers=\"date (request-target) "
            + "host\",keyId=\"t/u/f\",algorithm=\"rsa-sha256\",signature=\"AAAA\""
    )]
    public async Task A_malformed_or_unknown_authorization_is_refused(string authorization)
    {
        HttpRequestMessage request = tenancy.Request("GET", "/n");
        request.Headers.TryAddWithoutValidation("Date", DateTimeOffset.UtcNow.ToString("r"));
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        Reply reply = await tenancy.SendAsync(request);
        Assert.Equal((401, "NotAuthenticated"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task The_host_is_taken_as_received_so_a_client_may_leave_the_port_out()
    {
        HttpRequestMessage request = tenancy.Request("GET", "/n");
        request.Headers.Host = "127.0.0.1";
        string date = DateTimeOffset.UtcNow.ToString("r");
        string authorization = SignedBy(tenancy, $"date: {date}\n(request-target): get /n\nhost: 127.0.0.1");
        request.Headers.TryAddWithoutValidation("Date", date);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        Assert.Equal(200, (await tenancy.SendAsync(request)).Status);
    }

    [Fact]
    public async Task Authentication_comes_before_everything_else()
    {
        HttpRequestMessage request = tenancy.Request("GET", "/nowhere");
        Assert.Equal(401, (await tenancy.SendAsync(request)).Status);
    }

    private static string SignedBy(Tenancy tenancy, string text)
    {
        using RSA key = Signer.Key(tenancy.Principal.KeyFile);
        string signature = Convert.ToBase64String(
            key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        );
        return $"Signature version=\"1\",headers=\"date (request-target) "
            + $"host\",keyId=\"{tenancy.Signer.KeyId}\",algorithm=\"rsa-sha256\",signature=\"{signature}\"";
    }

    private HttpRequestMessage Signed(string method, string target, byte[]? body)
    {
        HttpRequestMessage request = tenancy.Request(method, target, body);
        tenancy.Signer.Sign(request, body);
        return request;
    }

    private HttpRequestMessage Moved(HttpRequestMessage signed, HttpMethod method, string target)
    {
        HttpRequestMessage moved = tenancy.Request(method.Method, target, Body);
        foreach ((string name, var values) in signed.Headers.NonValidated)
            moved.Headers.TryAddWithoutValidation(name, values.ToString());
        return moved;
    }

    private static void Replace(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }

    private static void Edit(HttpRequestMessage request, Func<string, string> edit) =>
        Replace(request, "Authorization", edit(request.Headers.NonValidated["Authorization"].ToString()));
}
