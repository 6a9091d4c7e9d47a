using System.Globalization;
using System.Text.Json;
using Dispatcher.Emulator.Wire;

namespace Dispatcher.Emulator.Buckets;

/// <summary>Objects over HTTP: <c>/n/NAMESPACE/b/BUCKET/o/OBJECT</c>.</summary>
internal sealed class ObjectOperations(ObjectStorageState state)
{
    private static readonly string[] Fields =
    [
        "name",
        "size",
        "etag",
        "md5",
        "timecreated",
        "timemodified",
        "storagetier",
        "archivalstate",
    ];

    public Answer Put(Call call)
    {
        if (FindBucket(call, out EmulatedBucket? bucket) is { } refusal)
            return refusal;
        string name = ObjectName(call);
        if (ObjectNames.Problem(name) is { } problem)
            return Answer.Error(400, "InvalidObjectName", problem);
        string md5 = EmulatedObject.Md5Of(call.Body.Span);
        if (call.Header("content-md5") is { } announced && announced != md5)
            return Answer.Error(
                400,
                "UnmatchedContentMD5",
                "The computed MD5 of the request body does not match the Content-MD5 header"
            );

        PutResult result = bucket!.Put(
            name,
            call.Body,
            call.Header("content-type") ?? "application/octet-stream",
            Metadata(call),
            Conditions(call)
        );
        return result.Stored is not { } stored
            ? Refused(result.Refusal, name)
            : new Answer(200)
                .With("ETag", stored.ETag)
                .With("Last-Modified", Times.Rfc1123(stored.TimeModified))
                .With("opc-content-md5", md5);
    }

    public Answer Get(Call call)
    {
        if (FindBucket(call, out EmulatedBucket? bucket) is { } refusal)
            return refusal;
        string name = ObjectName(call);
        if (bucket!.Get(name) is not { } stored)
            return Refused(ObjectRefusal.NotThere, name);

        ObjectRefusal failed = Conditions(call).Judge(stored.ETag);
        if (failed == ObjectRefusal.IfNoneMatch)
            return new Answer(304).With("ETag", stored.ETag);
        if (failed != ObjectRefusal.None)
            return Refused(failed, name);

        int size = stored.Content.Length;
        if (!ByteRange.TryRead(call.Header("range"), size, out ByteRange? range))
        {
            return Answer
                .Error(416, "InvalidRange", $"The range is outside the object, which has {size} bytes")
                .With("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes */{size}"));
        }

        Answer whole = Described(stored);
        return range is { } part
            ? (whole with { Status = 206, Body = stored.Content.Slice(part.Start, part.Length) }).With(
                "Content-Range",
                string.Create(CultureInfo.InvariantCulture, $"bytes {part.Start}-{part.Start + part.Length - 1}/{size}")
            )
            : whole.With("Content-MD5", stored.Md5);
    }

    public Answer Delete(Call call)
    {
        if (FindBucket(call, out EmulatedBucket? bucket) is { } refusal)
            return refusal;
        string name = ObjectName(call);
        ObjectRefusal result = bucket!.Delete(name, Conditions(call));
        return result == ObjectRefusal.None
            ? new Answer(204).With("Last-Modified", Times.Rfc1123(state.Now))
            : Refused(result, name);
    }

    public Answer List(Call call)
    {
        if (FindBucket(call, out EmulatedBucket? bucket) is { } refusal)
            return refusal;
        if (ReadQuery(call.Target, out ListQuery query, out HashSet<string> fields) is { } invalid)
            return Refusals.Invalid(invalid);

        ListPage page = bucket!.List(query);
        return Answer.Json(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("objects");
            foreach (EmulatedObject stored in page.Objects)
                WriteSummary(writer, stored, fields);
            writer.WriteEndArray();
            if (query.Folded)
            {
                writer.WriteStartArray("prefixes");
                foreach (string prefix in page.Prefixes)
                    writer.WriteStringValue(prefix);
                writer.WriteEndArray();
            }

            if (page.NextStart is not null)
                writer.WriteString("nextStartWith", page.NextStart);
            writer.WriteEndObject();
        });
    }

    /// <summary>The bucket in the path, or the error answer when it does not exist.</summary>
    private Answer? FindBucket(Call call, out EmulatedBucket? bucket)
    {
        bucket = state.Find(call[3], call[1]);
        return bucket is not null ? null
            : state.HasNamespace(call[1])
                ? Answer.Error(
                    404,
                    "BucketNotFound",
                    $"Either the bucket {call[3]} does not exist in the namespace {call[1]} "
                        + "or you are not authorized to access it"
                )
            : Answer.Error(
                404,
                "NamespaceNotFound",
                "You do not have authorization to perform this request, " + $"or the namespace {call[1]} does not exist"
            );
    }

    // The name is everything after `/o/`. A slash in it may be escaped or not.
    private static string ObjectName(Call call) => string.Join('/', call.Target.Segments.Skip(5));

    private static Preconditions Conditions(Call call) => new(call.Header("if-match"), call.Header("if-none-match"));

    private static Dictionary<string, string>? Metadata(Call call)
    {
        Dictionary<string, string>? metadata = null;
        foreach (
            string name in call.Headers.Keys.Where(name =>
                name.StartsWith("opc-meta-", StringComparison.OrdinalIgnoreCase)
            )
        )
            (metadata ??= new(StringComparer.Ordinal))[name.ToLowerInvariant()] = call.Header(name)!;
        return metadata;
    }

    private static Answer Described(EmulatedObject stored)
    {
        Answer answer = new Answer(200) { Body = stored.Content, ContentType = stored.ContentType }
            .With("ETag", stored.ETag)
            .With("Last-Modified", Times.Rfc1123(stored.TimeModified))
            .With("Accept-Ranges", "bytes")
            .With("storage-tier", "Standard");
        foreach ((string name, string value) in stored.Metadata ?? new Dictionary<string, string>())
            answer = answer.With(name, value);
        return answer;
    }

    private static Answer Refused(ObjectRefusal refusal, string name) =>
        refusal switch
        {
            ObjectRefusal.IfMatch => Answer.Error(
                412,
                "IfMatchFailed",
                $"The If-Match header does not name the entity tag of {name}"
            ),
            ObjectRefusal.IfNoneMatch => Answer.Error(
                412,
                "IfNoneMatchFailed",
                $"The If-None-Match header names the entity tag of {name}"
            ),
            ObjectRefusal.NoRoom => Answer.Error(400, "QuotaExceeded", "The emulator's room for objects is used up"),
            ObjectRefusal.NotThere or ObjectRefusal.None => Answer.Error(
                404,
                "ObjectNotFound",
                $"The object {name} was not found"
            ),
        };

    private static string? ReadQuery(RequestTarget target, out ListQuery query, out HashSet<string> fields)
    {
        int limit = ListQuery.MaxLimit;
        bool isLimit =
            target.Value("limit") is not { } text
            || (
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                && limit is > 0 and <= ListQuery.MaxLimit
            );
        string? delimiter = target.Value("delimiter");
        query = new()
        {
            Prefix = target.Value("prefix") ?? "",
            Start = target.Value("start"),
            StartAfter = target.Value("startAfter"),
            End = target.Value("end"),
            Folded = delimiter == "/",
            Limit = isLimit ? limit : ListQuery.MaxLimit,
        };
        fields = [.. (target.Value("fields") ?? "name").ToLowerInvariant().Split(',').Select(field => field.Trim())];
        return !isLimit ? "limit must be 1 to 1000"
            : delimiter is not (null or "" or "/") ? "delimiter must be /"
            : fields.FirstOrDefault(field => !Fields.Contains(field)) is { } unknown
                ? $"fields has `{unknown}`, which is none"
            : null;
    }

    private static void WriteSummary(Utf8JsonWriter writer, EmulatedObject stored, HashSet<string> fields)
    {
        writer.WriteStartObject();
        writer.WriteString("name", stored.Name);
        if (fields.Contains("size"))
            writer.WriteNumber("size", stored.Content.Length);
        if (fields.Contains("etag"))
            writer.WriteString("etag", stored.ETag);
        if (fields.Contains("md5"))
            writer.WriteString("md5", stored.Md5);
        if (fields.Contains("timecreated"))
            writer.WriteString("timeCreated", Times.Rfc3339(stored.TimeCreated));
        if (fields.Contains("timemodified"))
            writer.WriteString("timeModified", Times.Rfc3339(stored.TimeModified));
        if (fields.Contains("storagetier"))
            writer.WriteString("storageTier", "Standard");
        if (fields.Contains("archivalstate"))
            writer.WriteString("archivalState", "Available");
        writer.WriteEndObject();
    }
}
