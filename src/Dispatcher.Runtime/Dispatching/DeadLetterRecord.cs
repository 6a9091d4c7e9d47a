using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Planning;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>What is kept of a failed event, and under which name.</summary>
/// <remarks>docs/dead-letter.md describes both for those who read them.</remarks>
internal static class DeadLetterRecord
{
    /// <summary>The record's format.</summary>
    public const int Version = 1;

    private const string Extension = ".json";
    private const int HashDigits = 40;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    // Text takes up to six bytes for one. A record stays below what a redrive reads of it.
    private const int MostText = 2 * 1024 * 1024;

    // Two levels less than readers allow by default: an event inside a record must not make the record unreadable.
    private static readonly JsonDocumentOptions Embeddable = new() { MaxDepth = 62 };

    /// <summary>The record's name below the place, a pure function of the event: every delivery of the same object
    /// version hits the same name, and so does the same unreadable body. The day makes folders that a person can look
    /// through.</summary>
    public static string NameFor(ReadOnlySpan<byte> body, DispatchResult result)
    {
        if (result.Event is not { } storageEvent)
            return $"unreadable/{Convert.ToHexStringLower(SHA256.HashData(body))[..HashDigits]}{Extension}";
        return NameFor(storageEvent);
    }

    /// <summary>The name of the record of an event that could be read.</summary>
    public static string NameFor(StorageEvent storageEvent)
    {
        string day = storageEvent.Time?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "undated";
        // Routes may take one kind of event and not the other, so that each has its record.
        string token = RunIdentity.Of(storageEvent, "dead-letter", storageEvent.Kind.Word()).RetryToken;
        return $"{day}/{token[..HashDigits]}{Extension}";
    }

    /// <summary>Whether a name could be one of ours, in whatever folder.</summary>
    public static bool IsName(string name)
    {
        ReadOnlySpan<char> file = name.AsSpan(name.LastIndexOf('/') + 1);
        return file.Length == HashDigits + Extension.Length
            && file.EndsWith(Extension, StringComparison.Ordinal)
            && !file[..HashDigits].ContainsAnyExcept(Digits);
    }

    /// <summary>The record as UTF-8 JSON.</summary>
    /// <param name="body">The event as received.</param>
    /// <param name="result">What became of it.</param>
    /// <param name="callId">The call that failed, or null.</param>
    /// <param name="now">When the record is written.</param>
    /// <param name="isWhole">Whether <paramref name="body"/> is all that was sent.</param>
    public static ReadOnlyMemory<byte> Write(
        ReadOnlyMemory<byte> body,
        DispatchResult result,
        string? callId,
        DateTimeOffset now,
        bool isWhole
    )
    {
        var buffer = new ArrayBufferWriter<byte>(1024 + (body.Length * 3 / 2));
        using (var json = new Utf8JsonWriter(buffer, JsonFormat.Options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("outcome", result.Outcome.Word());
            json.WriteString("recorded", now.UtcDateTime);
            json.WriteString("callId", callId);
            json.WriteString("routeSet", result.RouteSetVersion);
            ResponseJson.WriteEvent(json, result);
            PlanJson.WriteErrors(json, result.Errors);
            ResponseJson.WriteRuns(json, result);
            json.WriteBoolean("complete", isWhole);
            WriteReceived(json, body);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    // Exactly one of three members; each gives back the very bytes.
    private static void WriteReceived(Utf8JsonWriter json, ReadOnlyMemory<byte> body)
    {
        if (Utf8.IsValid(body.Span) && IsJson(body))
        {
            json.WritePropertyName("received");
            json.WriteRawValue(body.Span, skipInputValidation: true);
        }
        else if (body.Length <= MostText && Utf8.IsValid(body.Span))
        {
            json.WriteString("receivedText", body.Span);
        }
        else
        {
            json.WriteBase64String("receivedBase64", body.Span);
        }
    }

    private static bool IsJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Embeddable);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
