using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Runtime.Sources;

/// <summary>A route set that <c>dispatcher publish</c> put into a bucket as a whole: the manifest, which names every
/// file by its content.</summary>
/// <remarks>
/// The files lie below <see cref="Folder"/>, each under the SHA-256 of its content, and are never changed. The manifest
/// is one object, replaced in one write, so that a reader has the old set or the new one and never a mixture.
/// </remarks>
public sealed record PublishedSet
{
    /// <summary>The manifest's name below the place of the routes.</summary>
    public const string ManifestName = "_published.json";

    /// <summary>The folder of the files below the place of the routes.</summary>
    public const string Folder = "_published/";

    private const int Version = 1;

    // A manifest has a current and a previous set.
    private const int MaxFiles = BucketRouteFiles.MaxObjects / 2;

    /// <summary>The version of the set as log lines and answers name it: <c>sha256:</c> and 64 digits.</summary>
    public required string RouteSet { get; init; }

    /// <summary>When it was published.</summary>
    public required DateTimeOffset Published { get; init; }

    /// <summary>The files, in the order of their paths.</summary>
    public required ImmutableArray<PublishedFile> Files { get; init; }

    /// <summary>The set that was there before, which a rollback puts back; null for none.</summary>
    public PublishedSet? Previous { get; init; }

    /// <summary>The manifest as JSON.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            WriteMembers(json);
            if (Previous is { } previous)
            {
                json.WriteStartObject("previous");
                previous.WriteMembers(json);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a manifest. Never throws for any bytes.</summary>
    /// <param name="manifest">Its bytes.</param>
    /// <param name="problem">Why it cannot be read, as half a sentence; null when it can.</param>
    public static PublishedSet? Read(ReadOnlyMemory<byte> manifest, out string? problem)
    {
        try
        {
            using var document = JsonDocument.Parse(manifest);
            return Read(document.RootElement, out problem);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // An element of another kind than its reader wants, or a string with half of a surrogate pair.
            problem = "is not the manifest of a published route set";
            return null;
        }
    }

    private void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("routeSet", RouteSet);
        json.WriteString(
            "published",
            Published.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
        );
        json.WriteStartArray("files");
        foreach (PublishedFile file in Files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteString("sha256", file.Sha256);
            json.WriteNumber("bytes", file.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static PublishedSet? Read(JsonElement root, out string? problem)
    {
        if (!root.TryGetProperty("version", out JsonElement version) || version.GetInt32() != Version)
        {
            problem = "has another version than 1, which this version of the dispatcher reads";
            return null;
        }

        PublishedSet set = Members(root) with
        {
            Previous = root.TryGetProperty("previous", out JsonElement previous) ? Members(previous) : null,
        };
        problem = Problem(set) ?? (set.Previous is { } before ? Problem(before) : null);
        return problem is null ? set : null;
    }

    private static PublishedSet Members(JsonElement members) =>
        new()
        {
            RouteSet = Text(members, "routeSet"),
            Published = Member(members, "published").GetDateTimeOffset(),
            Files =
            [
                .. Member(members, "files")
                    .EnumerateArray()
                    .Select(file => new PublishedFile(
                        Text(file, "path"),
                        Text(file, "sha256"),
                        Member(file, "bytes").GetInt64()
                    )),
            ],
        };

    private static JsonElement Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement member) ? member : throw new FormatException(name);

    private static string Text(JsonElement element, string name) =>
        Member(element, name).GetString() ?? throw new FormatException(name);

    // What a manifest says is checked like any other input: everyone who may write to the bucket may have written it.
    private static string? Problem(PublishedSet set)
    {
        if (set.Files.Length > MaxFiles)
            return $"names more than {MaxFiles:N0} files";
        if (set.Files.Sum(file => file.Bytes) > BucketRouteFiles.MaxBytes)
            return $"names files of more than {BucketRouteFiles.MaxBytes:N0} bytes (16 MiB) together";
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (PublishedFile file in set.Files)
        {
            if (!RouteFile.IsRouteFile(file.Path) || file.Path.Any(char.IsControl) || !paths.Add(file.Path))
                return $"names {Quote.Value(file.Path)}, which is no route file, or is there twice";
            if (file.Sha256.Length != 64 || !file.Sha256.All(char.IsAsciiHexDigitLower))
                return $"names the file {Quote.Value(file.Path)} without its SHA-256";
            if (file.Bytes is < 0 or > RouteLoader.MaxFileBytes)
                return $"names the file {Quote.Value(file.Path)} with {file.Bytes:N0} bytes, more than 1 MiB";
        }

        return null;
    }
}

/// <summary>A file of a published set.</summary>
/// <param name="Path">Its path, relative to the place of the routes.</param>
/// <param name="Sha256">The SHA-256 of its content: 64 lower-case hexadecimal digits.</param>
/// <param name="Bytes">The length of its content.</param>
public sealed record PublishedFile(string Path, string Sha256, long Bytes)
{
    /// <summary>Its object's name below the place of the routes.</summary>
    public string ObjectName => PublishedSet.Folder + Sha256;
}
