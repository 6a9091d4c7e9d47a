using System.Globalization;
using Dispatcher.Function.Hosting;
using Dispatcher.Runtime.Dispatching;
using Microsoft.AspNetCore.Http;

namespace Dispatcher.Function.Tests;

public sealed class FnHeadersTests
{
    [Theory]
    [InlineData("2024-05-01T10:20:30Z", "2024-05-01T10:20:30.0000000+00:00")]
    [InlineData("2024-05-01t10:20:30z", "2024-05-01T10:20:30.0000000+00:00")]
    [InlineData("2024-05-01T10:20:30.5Z", "2024-05-01T10:20:30.5000000+00:00")]
    [InlineData("2024-05-01T10:20:30.123456789Z", "2024-05-01T10:20:30.1234567+00:00")]
    [InlineData("2024-05-01T12:20:30+02:00", "2024-05-01T10:20:30.0000000+00:00")]
    [InlineData("2024-05-01T10:20:30", "2024-05-01T10:20:30.0000000+00:00")]
    [InlineData(" 2024-05-01T10:20:30Z ", "2024-05-01T10:20:30.0000000+00:00")]
    [InlineData("2024-05-01", null)]
    [InlineData("10", null)]
    [InlineData("2024-13-01T10:20:30Z", null)]
    [InlineData("Wed, 01 May 2024 10:20:30 GMT", null)]
    public void A_deadline_is_an_RFC_3339_time_in_any_of_its_forms(string text, string? expected) =>
        Assert.Equal(expected, FnHeaders.Deadline(text)?.ToString("o", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("ce-specversion", "Ce-Type", "application/json", "specversion=1.0 type=a b")]
    [InlineData("Fn-Http-H-Ce-Specversion", "fn-http-h-ce-type", "application/json", "specversion=1.0 type=a b")]
    [InlineData("ce-specversion", "ce-type", "application/cloudevents+json; charset=utf-8", "")]
    [InlineData("ce-specversion", "ce-subject", "application/json", "")]
    [InlineData("X-specversion", "X-type", "application/json", "")]
    public void CloudEvents_headers_are_the_attributes_of_binary_mode(
        string version,
        string type,
        string contentType,
        string expected
    )
    {
        var headers = new HeaderDictionary
        {
            [version] = "1.0",
            [type] = "a%20b",
            ["Content-Type"] = contentType,
            ["Fn-Call-Id"] = "call",
        };

        Assert.Equal(
            expected,
            string.Join(' ', FnHeaders.Attributes(headers).Select(attribute => $"{attribute.Key}={attribute.Value}"))
        );
    }

    [Theory]
    [InlineData("463ac35c9f6413ad48485a3953bb6124", "a2fb4a1d1a96d312", "0020000000000001", "1", null, true)]
    [InlineData("463AC35C9F6413AD", "A2FB4A1D1A96D312", null, "0", null, false)]
    [InlineData("463ac35c9f6413ad", "a2fb4a1d1a96d312", null, null, "1", true)]
    [InlineData("463ac35c9f6413ad", "a2fb4a1d1a96d312", null, null, null, null)]
    public void B3_headers_describe_the_trace(
        string trace,
        string span,
        string? parent,
        string? sampled,
        string? flags,
        bool? expected
    )
    {
        Invocation invocation = Describe(
            ("X-B3-TraceId", trace),
            ("x-b3-spanid", span),
            ("X-B3-ParentSpanId", parent),
            ("X-B3-Sampled", sampled),
            ("X-B3-Flags", flags)
        );

        Assert.Equal(
            new InvocationTrace(trace.ToLowerInvariant(), span.ToLowerInvariant(), parent, expected),
            invocation.Trace
        );
    }

    [Theory]
    [InlineData("463ac35c9f6413ad", null)]
    [InlineData("463ac35c9f6413a", "a2fb4a1d1a96d312")]
    [InlineData("463ac35c9f6413ad\" x", "a2fb4a1d1a96d312")]
    public void Half_or_malformed_trace_headers_are_no_trace(string trace, string? span) =>
        Assert.Null(Describe(("X-B3-TraceId", trace), ("X-B3-SpanId", span)).Trace);

    [Fact]
    public void Without_headers_a_call_is_only_its_body()
    {
        byte[] body = [1, 0, 255];

        Assert.Equal(new Invocation(body), FnHeaders.Describe(new HeaderDictionary(), body));
    }

    private static Invocation Describe(params (string Name, string? Value)[] pairs)
    {
        var headers = new HeaderDictionary();
        foreach ((string name, string? value) in pairs)
        {
            if (value is not null)
                headers[name] = value;
        }

        return FnHeaders.Describe(headers, default);
    }
}
