using System.Globalization;
using System.Text.Json;
using Dispatcher.Emulator.Wire;

namespace Dispatcher.Emulator.Buckets;

/// <summary>Buckets over HTTP: <c>/n/NAMESPACE/b/BUCKET</c>.</summary>
internal sealed class BucketOperations(ObjectStorageState state)
{
    public Answer Create(Call call)
    {
        if (Details(call, out JsonElement details) is { } unreadable)
            return unreadable;
        if (!state.HasNamespace(call[1]))
            return NoNamespace(call[1]);
        if (!details.TryGetProperty("name", out JsonElement name) || name.ValueKind != JsonValueKind.String)
            return Refusals.Missing("name is missing");
        if (
            !details.TryGetProperty("compartmentId", out JsonElement compartment)
            || compartment.ValueKind != JsonValueKind.String
        )
            return Refusals.Missing("compartmentId is missing");
        if (ObjectNames.BucketProblem(name.GetString()!) is { } problem)
            return Answer.Error(400, "InvalidBucketName", problem);
        return state.TryCreate(call[1], name.GetString()!, IsTrue(details, "objectEventsEnabled"))
            ? Described(state.Find(name.GetString()!, call[1])!)
            : Answer.Error(
                409,
                "BucketAlreadyExists",
                $"Either the bucket {name.GetString()} in the namespace {call[1]} already exists or you are not authorized to create it"
            );
    }

    public Answer Get(Call call) => Find(call, out EmulatedBucket? bucket) ?? Described(bucket!);

    public Answer Head(Call call) =>
        Find(call, out EmulatedBucket? bucket) ?? new Answer(200).With("ETag", ETag(bucket!));

    public Answer Update(Call call)
    {
        if (Find(call, out EmulatedBucket? bucket) is { } refusal)
            return refusal;
        if (Details(call, out JsonElement details) is { } unreadable)
            return unreadable;
        if (
            details.TryGetProperty("objectEventsEnabled", out JsonElement enabled)
            && enabled.ValueKind is JsonValueKind.True or JsonValueKind.False
        )
            bucket!.ObjectEvents = enabled.GetBoolean();
        return Described(bucket!);
    }

    public Answer Delete(Call call)
    {
        if (Find(call, out EmulatedBucket? bucket) is { } refusal)
            return refusal;
        if (bucket!.Count > 0)
            return Answer.Error(409, "BucketNotEmpty", $"The bucket {bucket.Name} is not empty");
        state.Remove(bucket);
        return new(204);
    }

    private Answer? Find(Call call, out EmulatedBucket? bucket) => Find(state, call, out bucket);

    /// <summary>The bucket that the path names, or why there is none.</summary>
    public static Answer? Find(ObjectStorageState state, Call call, out EmulatedBucket? bucket)
    {
        bucket = state.Find(call[3], call[1]);
        return bucket is not null ? null
            : state.HasNamespace(call[1])
                ? Answer.Error(
                    404,
                    "BucketNotFound",
                    $"Either the bucket {call[3]} does not exist in the namespace {call[1]} or you are not authorized to access it"
                )
            : NoNamespace(call[1]);
    }

    private static Answer NoNamespace(string name) =>
        Answer.Error(
            404,
            "NamespaceNotFound",
            $"You do not have authorization to perform this request, or the namespace {name} does not exist"
        );

    private static Answer? Details(Call call, out JsonElement details)
    {
        details = default;
        try
        {
            using JsonDocument document = JsonDocument.Parse(call.Body);
            details = document.RootElement.Clone();
            return details.ValueKind == JsonValueKind.Object
                ? null
                : Refusals.CannotParse("The body is not a JSON object");
        }
        catch (JsonException failure)
        {
            return Refusals.CannotParse($"The body is not JSON: {failure.Message}");
        }
    }

    private static bool IsTrue(JsonElement details, string name) =>
        details.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    private static string ETag(EmulatedBucket bucket) =>
        bucket.TimeCreated.UtcTicks.ToString("x", CultureInfo.InvariantCulture);

    private static Answer Described(EmulatedBucket bucket) =>
        Answer
            .Json(200, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("namespace", bucket.Namespace);
                writer.WriteString("name", bucket.Name);
                writer.WriteString("id", bucket.Id);
                writer.WriteString("compartmentId", bucket.CompartmentId);
                writer.WriteString("createdBy", "emulator");
                writer.WriteString("timeCreated", Times.Rfc3339(bucket.TimeCreated));
                writer.WriteString("etag", ETag(bucket));
                writer.WriteString("publicAccessType", "NoPublicAccess");
                writer.WriteString("storageTier", "Standard");
                writer.WriteBoolean("objectEventsEnabled", bucket.ObjectEvents);
                writer.WriteString("versioning", "Disabled");
                writer.WriteEndObject();
            })
            .With("ETag", ETag(bucket));
}
