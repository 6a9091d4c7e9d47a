using System.Text.Json;
using Dispatcher.Cli.Console;
using Dispatcher.Files;

namespace Dispatcher.Cli.Input;

/// <summary>The object names in a file: a name a line, or the JSON that <c>oci os object list</c> prints.</summary>
internal static class ObjectNames
{
    /// <summary>The names in order, or why there are none.</summary>
    /// <param name="terminal">The world around the command.</param>
    /// <param name="option">The option that names the file.</param>
    /// <param name="file">The file; <c>-</c> is standard input.</param>
    /// <param name="stopping">Ctrl-C.</param>
    public static async Task<(IReadOnlyList<string>? Names, string? Problem)> ReadAsync(
        Terminal terminal,
        string option,
        string file,
        CancellationToken stopping
    )
    {
        try
        {
            using var reader =
                file == "-"
                    ? new StreamReader(terminal.In)
                    : new StreamReader(RegularFile.Open(terminal.Absolute(file)));
            return Of(await reader.ReadToEndAsync(stopping).ConfigureAwait(false), option, file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (
                null,
                $"{option} {file}: it cannot be read: {FileTrouble.Reading(terminal.Absolute(file), failure)}"
            );
        }
    }

    /// <summary>The names in the text of a file.</summary>
    public static (IReadOnlyList<string>? Names, string? Problem) Of(string text, string option, string file)
    {
        // JSON over several lines, or on one, is never a list of names.
        using JsonDocument? json = text.AsSpan().TrimStart() is ['{' or '[', ..] ? Json(text) : null;
        if (json is null)
            return ([.. text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0)], null);
        return Listing(json.RootElement) is { } listed
            ? (listed, null)
            : (
                null,
                $"{option} {file}: it is JSON, but no listing; give what `oci os object list` prints, or a name a line"
            );
    }

    private static JsonDocument? Json(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<string>? Listing(JsonElement root)
    {
        JsonElement objects = Member(root, "data") ?? root;
        objects = Member(objects, "objects") ?? objects;
        if (objects.ValueKind != JsonValueKind.Array)
            return null;
        List<string> names = [.. objects.EnumerateArray().Select(Name).OfType<string>()];
        return names.Count == objects.GetArrayLength() ? names : null;
    }

    private static string? Name(JsonElement entry) =>
        Member(entry, "name") is { ValueKind: JsonValueKind.String } name ? name.GetString() : null;

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member)
            ? member
            : null;
}
