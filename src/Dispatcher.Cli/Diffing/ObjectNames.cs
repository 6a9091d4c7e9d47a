using System.Text.Json;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Diffing;

/// <summary>The object names in a file: a name a line, or the JSON that <c>oci os object list</c> prints.</summary>
internal static class ObjectNames
{
    /// <summary>The names in order, or why there are none.</summary>
    public static async Task<(IReadOnlyList<string>? Names, string? Problem)> ReadAsync(Terminal terminal, string file, CancellationToken stopping)
    {
        try
        {
            using var reader = file == "-" ? new StreamReader(terminal.In) : new StreamReader(terminal.Absolute(file));
            string text = await reader.ReadToEndAsync(stopping).ConfigureAwait(false);
            // No object is called `{…}` on a line of its own with all that a listing has; a list of names never starts so.
            return text.AsSpan().TrimStart() is ['{', ..] && Listing(text) is { } listed
                ? (listed, null)
                : ([.. text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0)], null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, $"--objects {file}: it cannot be read: {Quote.Line(failure.Message)}");
        }
    }

    private static List<string>? Listing(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            JsonElement objects = document.RootElement.TryGetProperty("data", out JsonElement data) ? data : document.RootElement;
            if (objects.ValueKind == JsonValueKind.Object && objects.TryGetProperty("objects", out JsonElement inner))
                objects = inner;
            return objects.ValueKind == JsonValueKind.Array
                ? [.. objects.EnumerateArray().Select(one => one.GetProperty("name").GetString()!)]
                : null;
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
