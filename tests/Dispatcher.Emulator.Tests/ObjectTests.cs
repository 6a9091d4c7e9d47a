using System.Text;

namespace Dispatcher.Emulator.Tests;

public sealed class ObjectTests(SharedTenancy shared) : IClassFixture<SharedTenancy>
{
    private readonly Tenancy tenancy = shared.Tenancy;

    [Theory]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a/b", "a/b")]
    [InlineData("a//b", "a//b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("a+b", "a+b")]
    [InlineData("a%2Bb", "a+b")]
    [InlineData("a%20b", "a b")]
    [InlineData("%C3%A4%E2%82%AC%F0%9F%98%80", "ä€😀")]
    [InlineData("a/../b", "a/../b")]
    [InlineData("a/%2E%2E/b", "a/../b")]
    [InlineData("a%3Fb%23c", "a?b#c")]
    [InlineData("100%25", "100%")]
    public async Task A_name_is_unescaped_once_and_its_slashes_may_be_bare(string path, string name)
    {
        Reply put = await tenancy.SendAsync("PUT", $"{Tenancy.Objects}/{path}", Encoding.UTF8.GetBytes(name));
        Assert.Equal(200, put.Status);
        Assert.Equal(
            name,
            Encoding.UTF8.GetString(tenancy.Emulator.ObjectStorage.Get(Tenancy.Bucket, name)!.Content.Span)
        );
        Assert.Equal(name, (await tenancy.SendAsync("GET", $"{Tenancy.Objects}/{path}")).Text);
        Assert.Equal($"{Tenancy.Objects}/{path}", tenancy.Emulator.Requests[^1].RawTarget);
    }

    [Fact]
    public async Task A_name_has_at_most_1024_bytes()
    {
        string longest = string.Concat(Enumerable.Repeat("%C3%A4", 512));
        Assert.Equal(200, (await tenancy.SendAsync("PUT", $"{Tenancy.Objects}/{longest}", "x"u8.ToArray())).Status);
        Reply tooLong = await tenancy.SendAsync("PUT", $"{Tenancy.Objects}/{longest}a", "x"u8.ToArray());
        Assert.Equal((400, "InvalidObjectName"), (tooLong.Status, tooLong.Code));
    }

    [Fact]
    public async Task An_object_keeps_its_type_metadata_and_checksum()
    {
        HttpRequestMessage request = tenancy.Request(
            "PUT",
            $"{Tenancy.Objects}/kept",
            "abc"u8.ToArray(),
            ("opc-meta-Owner", "me"),
            ("Content-MD5", "kAFQmDzST7DWlj99KOF/cg==")
        );
        request.Content!.Headers.ContentType = new("text/plain");
        tenancy.Signer.Sign(request, "abc"u8.ToArray(), isPutObject: true);
        Assert.Equal(200, (await tenancy.SendAsync(request)).Status);

        Reply read = await tenancy.SendAsync("GET", $"{Tenancy.Objects}/kept");
        Assert.Equal(
            ("abc", "text/plain", "me"),
            (read.Text, read.Header("Content-Type"), read.Header("opc-meta-owner"))
        );
        Assert.Equal("kAFQmDzST7DWlj99KOF/cg==", read.Header("Content-MD5"));
    }

    [Fact]
    public async Task A_body_that_is_not_its_checksums_is_refused()
    {
        Reply reply = await tenancy.SendAsync(
            "PUT",
            $"{Tenancy.Objects}/damaged",
            "abd"u8.ToArray(),
            ("Content-MD5", "kAFQmDzST7DWlj99KOF/cg==")
        );
        Assert.Equal((400, "UnmatchedContentMD5"), (reply.Status, reply.Code));
        Assert.Null(tenancy.Emulator.ObjectStorage.Get(Tenancy.Bucket, "damaged"));
    }

    // ETAG stands for the object's own; every row begins with the object there (or not).
    [Theory]
    [InlineData("GET", true, "if-none-match", "ETAG", 304, null)]
    [InlineData("GET", true, "if-none-match", "other", 200, null)]
    [InlineData("GET", true, "if-none-match", "\"ETAG\"", 304, null)]
    [InlineData("GET", true, "if-none-match", "other, ETAG", 304, null)]
    [InlineData("GET", true, "if-match", "ETAG", 200, null)]
    [InlineData("GET", true, "if-match", "other", 412, "IfMatchFailed")]
    [InlineData("PUT", false, "if-none-match", "*", 200, null)]
    [InlineData("PUT", true, "if-none-match", "*", 412, "IfNoneMatchFailed")]
    [InlineData("PUT", true, "if-match", "ETAG", 200, null)]
    [InlineData("PUT", true, "if-match", "other", 412, "IfMatchFailed")]
    [InlineData("PUT", true, "if-match", "*", 200, null)]
    [InlineData("PUT", false, "if-match", "*", 412, "IfMatchFailed")]
    [InlineData("PUT", false, "if-match", "other", 412, "IfMatchFailed")]
    [InlineData("DELETE", true, "if-match", "ETAG", 204, null)]
    [InlineData("DELETE", true, "if-match", "other", 412, "IfMatchFailed")]
    [InlineData("DELETE", false, "if-match", "other", 404, "ObjectNotFound")]
    public async Task Conditions_are_judged_against_the_object_that_is_there(
        string method,
        bool there,
        string header,
        string value,
        int status,
        string? code
    )
    {
        string name = Guid.NewGuid().ToString();
        string? etag = there
            ? tenancy.Emulator.ObjectStorage.Put(Tenancy.Bucket, name, "before"u8.ToArray()).ETag
            : null;
        Reply reply = await tenancy.SendAsync(
            method,
            $"{Tenancy.Objects}/{name}",
            method == "PUT" ? "after"u8.ToArray() : null,
            (header, value.Replace("ETAG", etag, StringComparison.Ordinal))
        );

        Assert.Equal(status, reply.Status);
        if (code is not null)
            Assert.Equal(code, reply.Code);
        if (status == 304)
            Assert.Equal((0, etag), (reply.Body.Length, reply.Header("ETag")));
        byte[]? now = tenancy.Emulator.ObjectStorage.Get(Tenancy.Bucket, name)?.Content.ToArray();
        string? expected = status switch
        {
            200 when method == "PUT" => "after",
            204 => null,
            _ => there ? "before" : null,
        };
        Assert.Equal(expected, now is null ? null : Encoding.UTF8.GetString(now));
    }

    [Fact]
    public async Task Of_many_writers_that_only_create_one_succeeds()
    {
        Reply[] replies = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(n =>
                    tenancy.SendAsync("PUT", $"{Tenancy.Objects}/once", [(byte)('a' + n)], ("if-none-match", "*"))
                )
        );
        Assert.Equal([200, .. Enumerable.Repeat(412, 15)], replies.Select(reply => reply.Status).Order());
    }

    [Theory]
    [InlineData("bytes=0-3", 206, "0123", "bytes 0-3/10")]
    [InlineData("bytes=8-", 206, "89", "bytes 8-9/10")]
    [InlineData("bytes=-3", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=-30", 206, "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=5-500", 206, "56789", "bytes 5-9/10")]
    [InlineData("bytes=9-9", 206, "9", "bytes 9-9/10")]
    [InlineData("bytes=10-", 416, null, "bytes */10")]
    [InlineData("bytes=-0", 416, null, "bytes */10")]
    [InlineData("bytes=5-4", 200, "0123456789", null)]
    [InlineData("bytes=0-1,3-4", 200, "0123456789", null)]
    [InlineData("lines=0-1", 200, "0123456789", null)]
    [InlineData("bytes=x-1", 200, "0123456789", null)]
    public async Task A_range_gives_that_part(string range, int status, string? content, string? contentRange)
    {
        tenancy.Emulator.ObjectStorage.Put(Tenancy.Bucket, "digits", "0123456789"u8.ToArray());
        Reply reply = await tenancy.SendAsync("GET", $"{Tenancy.Objects}/digits", null, ("Range", range));
        Assert.Equal(status, reply.Status);
        if (content is not null)
            Assert.Equal(content, reply.Text);
        Assert.Equal(contentRange, reply.Headers.GetValueOrDefault("Content-Range"));
    }

    [Fact]
    public async Task The_namespace_is_a_JSON_string()
    {
        Assert.Equal("\"emulated\"", (await tenancy.SendAsync("GET", "/n")).Text);
        Assert.Equal("\"emulated\"", (await tenancy.SendAsync("GET", "/n/")).Text);
    }
}
