using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using Dispatcher.Planning;
using Dispatcher.Runtime.Ports;
using Dispatcher.Runtime.Settings;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>Writes failed events to a bucket, each once.</summary>
/// <remarks>dispatch-v1, <c>DISPATCHER_DEAD_LETTER</c>; docs/dead-letter.md describes a record.</remarks>
internal sealed class DeadLetterBox(IObjectStore objects, ObjectPlace place, Retrier retrier)
{
    private BucketName? bucket;

    /// <summary>Whether an object is a record of this box: the function never dispatches what it wrote itself.</summary>
    public bool Holds(string bucketName, string objectName) =>
        bucketName == place.Bucket && objectName.StartsWith(place.Prefix, StringComparison.Ordinal) && IsRecordName(objectName[place.Prefix.Length..]);

    /// <summary>Writes the record of an event, or leaves the one that stands.</summary>
    /// <returns>Where it is, or why it could not be written.</returns>
    public async Task<(string? Place, ServiceFailure? Failure)> WriteAsync(
        ReadOnlyMemory<byte> body, DispatchResult result, DateTimeOffset until, CancellationToken cancellationToken)
    {
        string name = place.Prefix + NameFor(body.Span, result);
        byte[] record = Record(body, result);
        (ServiceResult<string> written, _) = await retrier.RunAsync<string>(async token =>
        {
            if (bucket is null)
            {
                ServiceResult<string> found = place.Namespace ?? await objects.GetNamespaceAsync(token).ConfigureAwait(false);
                if (!found.TryGet(out string? @namespace, out ServiceFailure? failure))
                    return failure;
                bucket = new BucketName(@namespace, place.Bucket);
            }

            ServiceResult<PutOutcome> put = await objects.PutAsync(bucket, name, record, "application/json", onlyCreate: true, token).ConfigureAwait(false);
            return put.Failure is { } refused ? refused : $"oci://{bucket.Bucket}@{bucket.Namespace}/{name}";
        }, until, cancellationToken).ConfigureAwait(false);
        return (written.Value, written.Failure);
    }

    // A pure function of the event: every delivery of the same object version hits the same name. The day makes a folder that a person
    // can look through.
    internal static string NameFor(ReadOnlySpan<byte> body, DispatchResult result)
    {
        if (result.Event is not { } storageEvent)
            return $"unreadable/{Hash(body)}.json";
        RunIdentity identity = RunIdentity.Of(storageEvent, "dead-letter", "");
        return $"{storageEvent.Time.UtcDateTime:yyyy-MM-dd}/{identity.RetryToken[..40]}.json";
    }

    private static bool IsRecordName(string name)
    {
        int slash = name.LastIndexOf('/');
        return name.EndsWith(".json", StringComparison.Ordinal) && name.Length - slash - 1 - ".json".Length == 40
            && name.Skip(slash + 1).Take(40).All(char.IsAsciiHexDigitLower);
    }

    private static string Hash(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body))[..40];

    private static byte[] Record(ReadOnlyMemory<byte> body, DispatchResult result)
    {
        var buffer = new ArrayBufferWriter<byte>(1024 + body.Length);
        using (var json = new Utf8JsonWriter(buffer, PlanJson.Options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteString("outcome", PlanJson.Word(result.Outcome));
            json.WriteString("routeSet", result.RouteSetVersion);
            if (result.Event is { } storageEvent)
            {
                json.WritePropertyName("event");
                storageEvent.Raw.WriteTo(json);
            }

            // As received, byte for byte: what could not be read as JSON, and the very text of what could.
            if (Utf8.IsValid(body.Span))
                json.WriteString("received", body.Span);
            else
                json.WriteBase64String("receivedBase64", body.Span);
            ResponseJson.WriteRuns(json, result);
            PlanJson.WriteErrors(json, result.Errors);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
