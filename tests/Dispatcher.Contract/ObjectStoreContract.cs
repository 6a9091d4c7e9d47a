using System.Text;
using Dispatcher.Oci.Ports;

namespace Dispatcher.Contract;

/// <summary>Object Storage, as far as dispatching needs it.</summary>
public abstract class ObjectStoreContract : PortsContract
{
    /// <summary>Names that something on the way could change: paths, escapes, query and fragment marks, composed
    /// letters.</summary>
    public static TheoryData<string, string> AwkwardNames =>
        new()
        {
            { "a/../b", "a%2F..%2Fb" },
            { "../x", "..%2Fx" },
            { ".", "%2E" },
            { "..", "%2E%2E" },
            { "...", "..." },
            { "%2e", "%252e" },
            { "%2E%2E", "%252E%252E" },
            { "a b", "a%20b" },
            { "a+b", "a%2Bb" },
            { "a?b#c", "a%3Fb%23c" },
            { "a//b/", "a%2F%2Fb%2F" },
            { "/", "%2F" },
            { "ü/日本/😀", "%C3%BC%2F%E6%97%A5%E6%9C%AC%2F%F0%9F%98%80" },
            { "u\u0308", "u%CC%88" },
            { "back\\slash", "back%5Cslash" },
            { "a;b=c,d&e:@!$'()*~", "a%3Bb%3Dc%2Cd%26e%3A%40%21%24%27%28%29%2A~" },
        };

    [Theory]
    [MemberData(nameof(AwkwardNames))]
    public async Task What_is_signed_is_what_goes_on_the_wire_for_every_name(string name, string escaped)
    {
        await using var service = new ScriptedService(
            Reply.Text(200, "application/octet-stream", "x", "ETag: e"),
            Reply.Empty(200, "ETag: e"),
            Reply.Empty(204)
        );
        using PortsUnderTest clients = For(service);

        Assert.Null((await clients.Objects.GetAsync(Bucket, name, null, 10, default)).Failure);
        Assert.Null(
            (
                await clients.Objects.PutAsync(Bucket, name, "x"u8.ToArray(), "text/plain", PutCondition.None, default)
            ).Failure
        );
        Assert.Null((await clients.Objects.DeleteAsync(Bucket, name, default)).Failure);

        Assert.Equal(["GET", "PUT", "DELETE"], service.Requests.Select(request => request.Method));
        Assert.All(service.Requests, request =>
        {
            Assert.Equal("/n/ns/b/routes/o/" + escaped, request.Target);
            Assert.True(request.IsSignedBy(TestKeys.First));
        });
    }

    [Theory]
    [MemberData(nameof(AwkwardNames))]
    public async Task A_prefix_is_escaped_as_a_query_value(string prefix, string escaped)
    {
        await using var service = new ScriptedService(Reply.Json(200, """{"objects":[],"prefixes":[]}"""));
        using PortsUnderTest clients = For(service);

        await clients.Objects.ListAsync(Bucket, prefix, prefix, default);

        // Dots are harmless in a query.
        string value = escaped.StartsWith("%2E", StringComparison.Ordinal) ? prefix : escaped;
        ReceivedRequest request = Assert.Single(service.Requests);
        Assert.Equal(
            $"/n/ns/b/routes/o?prefix={value}&start={value}&fields=name%2Csize%2Cetag%2CtimeModified%2CarchivalState",
            request.Target
        );
        Assert.True(request.IsSignedBy(TestKeys.First));
    }

    [Fact]
    public async Task The_namespace_is_a_JSON_string()
    {
        await using var service = new ScriptedService(
            Reply.Json(200, "\"axß\""),
            Reply.Json(200, "{}"),
            Reply.Json(200, "\"\"")
        );
        using PortsUnderTest clients = For(service);

        Assert.Equal("axß", (await clients.Objects.GetNamespaceAsync(default)).Value);
        Assert.Equal("UnreadableAnswer", (await clients.Objects.GetNamespaceAsync(default)).Failure?.Code);
        Assert.Equal("UnreadableAnswer", (await clients.Objects.GetNamespaceAsync(default)).Failure?.Code);
        Assert.Equal("/n", service.Requests[0].Target);
    }

    [Fact]
    public async Task A_page_holds_its_objects_and_where_the_next_one_starts()
    {
        await using var service = new ScriptedService(
            Reply.Json(
                200,
                """{"objects":["""
                    + """{"name":"a","size":3,"etag":"e1","timeModified":"2024-05-01T10:20:30.123000+00:00"},"""
                    + """{"name":"b"}],"nextStartWith":"c"}"""
            ),
            Reply.Json(200, """{"objects":[],"nextStartWith":null}""")
        );
        using PortsUnderTest clients = For(service);

        ObjectPage first = (await clients.Objects.ListAsync(Bucket, "", null, default)).Value!;
        ObjectPage last = (await clients.Objects.ListAsync(Bucket, "", first.NextStart, default)).Value!;

        Assert.Equal(
            [
                new ObjectSummary("a", "e1", 3, new DateTimeOffset(2024, 5, 1, 10, 20, 30, 123, TimeSpan.Zero)),
                new ObjectSummary("b", null, null, null),
            ],
            first.Objects
        );
        Assert.Equal("c", first.NextStart);
        Assert.Null(last.NextStart);
        Assert.Equal(
            "/n/ns/b/routes/o?start=c&fields=name%2Csize%2Cetag%2CtimeModified%2CarchivalState",
            service.Requests[1].Target
        );
    }

    [Theory]
    [InlineData("""{"objects":[{"size":1}]}""")]
    [InlineData("""{"prefixes":[]}""")]
    [InlineData("""<html>""")]
    public async Task A_listing_that_cannot_be_read_is_a_failure(string body)
    {
        await using var service = new ScriptedService(Reply.Json(200, body));
        using PortsUnderTest clients = For(service);

        Assert.Equal("UnreadableAnswer", (await clients.Objects.ListAsync(Bucket, "", null, default)).Failure?.Code);
    }

    [Fact]
    public async Task An_object_comes_with_its_ETag_as_sent()
    {
        await using var service = new ScriptedService(Reply.Text(200, "text/plain", "ü", "ETag: f8ffb6e9-f602"));
        using PortsUnderTest clients = For(service);

        StoredObject read = (await clients.Objects.GetAsync(Bucket, "x", null, 2, default)).Value!;

        Assert.Equal("ü", Encoding.UTF8.GetString(read.Content.Span));
        Assert.Equal(("f8ffb6e9-f602", false), (read.ETag, read.NotModified));
        Assert.Null(service.Requests[0].Header("if-none-match"));
    }

    [Fact]
    public async Task A_page_in_answer_to_a_read_is_not_the_object()
    {
        await using var service = new ScriptedService(Reply.Text(200, "text/html", "<html>"), Reply.Empty(200));
        using PortsUnderTest clients = For(service);

        foreach (int _ in (int[])[1, 2])
        {
            ServiceFailure? failure = (await clients.Objects.GetAsync(Bucket, "x", null, 100, default)).Failure;
            Assert.Equal((FailureKind.Deferred, 200), (failure?.Kind, failure?.Status));
        }
    }

    [Fact]
    public async Task An_ETag_that_still_holds_answers_not_modified()
    {
        await using var service = new ScriptedService(Reply.Empty(304, "ETag: e1"), Reply.Empty(304), Reply.Empty(304));
        using PortsUnderTest clients = For(service);

        StoredObject first = (await clients.Objects.GetAsync(Bucket, "x", "e1", 10, default)).Value!;
        StoredObject second = (await clients.Objects.GetAsync(Bucket, "x", "e1", 10, default)).Value!;
        ServiceFailure? unasked = (await clients.Objects.GetAsync(Bucket, "x", null, 10, default)).Failure;

        Assert.Equal((true, "e1", 0), (first.NotModified, first.ETag, first.Content.Length));
        Assert.Equal((true, "e1"), (second.NotModified, second.ETag));
        Assert.Equal("e1", service.Requests[0].Header("if-none-match"));
        Assert.Equal(304, unasked?.Status);
    }

    [Theory]
    [InlineData("Content-Length: 11\r\n\r\n0123456789a")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nb\r\n0123456789a\r\n0\r\n\r\n")]
    public async Task An_object_over_the_limit_is_rejected(string rest)
    {
        await using var service = new ScriptedService(Reply.Raw("HTTP/1.1 200 OK\r\nETag: e\r\n" + rest));
        using PortsUnderTest clients = For(service);

        ServiceFailure? failure = (await clients.Objects.GetAsync(Bucket, "x", null, 10, default)).Failure;
        StoredObject? fits = (await clients.Objects.GetAsync(Bucket, "x", null, 11, default)).Value;

        Assert.Equal((FailureKind.Rejected, "ObjectTooLarge"), (failure!.Kind, failure.Code));
        Assert.Equal(11, fits?.Content.Length);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("absent", null, "*")]
    [InlineData("over", "e0", null)]
    public async Task Put_signs_its_request_line_only(string? condition, string? ifMatch, string? ifNoneMatch)
    {
        await using var service = new ScriptedService(Reply.Empty(200, "ETag: e"));
        using PortsUnderTest clients = For(service);

        PutOutcome outcome = (
            await clients.Objects.PutAsync(
                Bucket,
                "x",
                "{}"u8.ToArray(),
                "application/json",
                Condition(condition),
                default
            )
        ).Value;

        Assert.Equal(PutOutcome.Written, outcome);
        ReceivedRequest request = Assert.Single(service.Requests);
        Assert.Equal("date (request-target) host", request.SignedHeaders);
        Assert.Equal(
            ("{}", "application/json", ifMatch, ifNoneMatch),
            (
                Encoding.UTF8.GetString(request.Body),
                request.Header("Content-Type"),
                request.Header("if-match"),
                request.Header("if-none-match")
            )
        );
        Assert.Null(request.Header("x-content-sha256"));
        Assert.Null(request.Header("Expect"));
    }

    [Theory]
    [InlineData("ETag: e", true)]
    [InlineData("opc-content-md5: 1B2M2Y8AsgTpgAmY7PhCfg==", true)]
    [InlineData("opc-request-id: r", false)]
    [InlineData("Content-Type: text/html", false)]
    public async Task A_write_is_believed_on_the_services_evidence_and_not_on_a_status(string header, bool believed)
    {
        foreach (PutCondition condition in (PutCondition[])[PutCondition.None, PutCondition.Absent])
        {
            await using var service = new ScriptedService(Reply.Empty(200, header));
            using PortsUnderTest clients = For(service);

            ServiceResult<PutOutcome> put = await clients.Objects.PutAsync(
                Bucket,
                "x",
                "{}"u8.ToArray(),
                "application/json",
                condition,
                default
            );

            Assert.Equal(believed ? null : FailureKind.Deferred, put.Failure?.Kind);
            Assert.Equal(believed ? null : "UnreadableAnswer", put.Failure?.Code);
        }
    }

    [Theory]
    [InlineData(204, true)]
    [InlineData(200, false)]
    public async Task A_page_in_answer_to_a_deletion_is_not_one(int status, bool believed)
    {
        await using var service = new ScriptedService(Reply.Empty(status));
        using PortsUnderTest clients = For(service);

        Assert.Equal(believed, (await clients.Objects.DeleteAsync(Bucket, "x", default)).Failure is null);
    }

    [Fact]
    public async Task A_precondition_that_failed_without_the_services_document_is_not_an_object_that_is_there()
    {
        await using var service = new ScriptedService(Reply.Text(412, "text/html", "<html>"));
        using PortsUnderTest clients = For(service);

        Assert.NotNull(
            (await clients.Objects.PutAsync(Bucket, "x", default, "a/b", PutCondition.Absent, default)).Failure
        );
    }

    [Theory]
    [InlineData("absent", "IfNoneMatchFailed")]
    [InlineData("over", "IfMatchFailed")]
    public async Task A_condition_that_does_not_hold_is_an_outcome_and_not_a_failure(string condition, string code)
    {
        await using var service = new ScriptedService(Reply.Json(412, $$"""{"code":"{{code}}","message":"m"}"""));
        using PortsUnderTest clients = For(service);

        Task<ServiceResult<PutOutcome>> PutAsync(PutCondition when) =>
            clients.Objects.PutAsync(Bucket, "x", default, "a/b", when, default);

        ServiceResult<PutOutcome> conditional = await PutAsync(Condition(condition));
        ServiceResult<PutOutcome> writing = await PutAsync(PutCondition.None);

        Assert.Equal(PutOutcome.ConditionFailed, conditional.Value);
        Assert.Null(conditional.Failure);
        Assert.Equal(FailureKind.Rejected, writing.Failure?.Kind);
    }

    [Theory]
    [InlineData("ObjectNotFound", true)]
    [InlineData("BucketNotFound", false)]
    [InlineData("NotAuthorizedOrNotFound", false)]
    public async Task Deleting_what_is_not_there_succeeds_but_not_in_a_bucket_that_is_not_there(
        string code,
        bool succeeds
    )
    {
        await using var service = new ScriptedService(Reply.Json(404, $$"""{"code":"{{code}}","message":"m"}"""));
        using PortsUnderTest clients = For(service);

        Assert.Equal(succeeds, (await clients.Objects.DeleteAsync(Bucket, "x", default)).Failure is null);
    }

    [Fact]
    public async Task A_deletion_of_one_version_leaves_another_alone()
    {
        await using var service = new ScriptedService(
            Reply.Json(412, """{"code":"IfMatchFailed","message":"m"}"""),
            Reply.Text(412, "text/html", "<html>"),
            Reply.Empty(204)
        );
        using PortsUnderTest clients = For(service);

        Task<ServiceResult<bool>> DeleteAsync() => clients.Objects.DeleteAsync(Bucket, "x", default, "e0");

        ServiceResult<bool> other = await DeleteAsync();
        ServiceResult<bool> page = await DeleteAsync();
        ServiceResult<bool> gone = await DeleteAsync();

        Assert.Equal((null, false), (other.Failure, other.Value));
        Assert.NotNull(page.Failure);
        Assert.Equal((null, true), (gone.Failure, gone.Value));
        Assert.All(service.Requests, request => Assert.Equal("e0", request.Header("if-match")));
    }

    private static PutCondition Condition(string? word) =>
        word switch
        {
            "absent" => PutCondition.Absent,
            "over" => PutCondition.Over("e0"),
            _ => PutCondition.None,
        };
}
