using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Dispatcher.Cli.Infer;

/// <summary>A function's configuration as the platform's tools print it: <c>fn list config</c>, <c>fn inspect
/// function</c>, <c>oci fn function get</c>, a <c>func.yaml</c>, or <c>KEY=VALUE</c> lines.</summary>
internal static class FunctionFile
{
    /// <summary>Keys and values; null when the file cannot be read or is something else, with the reason on standard
    /// error.</summary>
    public static IReadOnlyDictionary<string, string>? Read(Terminal terminal, string file)
    {
        if (TextFile.Read(terminal, "--from-function", file) is not { } text)
            return null;
        ImmutableArray<string> lines = [.. text.ReplaceLineEndings("\n").Split('\n').Where(DotEnv.SaysSomething)];
        Dictionary<string, string>? found =
            lines.IsEmpty ? null
            : text.AsSpan().TrimStart() is ['{', ..] ? OfJson(text)
            : IsTable(lines) ? OfTable(lines)
            : lines.All(line => line.Contains('=', StringComparison.Ordinal)) ? OfLines(lines)
            : OfYaml(text);
        if (found is null or { Count: 0 })
            terminal.Error.WriteLine(
                $"error: --from-function {file}: there is no configuration in it; give what `fn list config function` "
                    + "or `oci fn function get` prints, a func.yaml, or KEY=VALUE lines"
            );
        return found is { Count: 0 } ? null : found;
    }

    private static Dictionary<string, string>? OfJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            JsonElement root = Member(json.RootElement, "data") ?? json.RootElement,
                config = Member(root, "config") ?? root;
            return config
                .EnumerateObject()
                .Where(member => member.Value.ValueKind == JsonValueKind.String)
                .DistinctBy(member => member.Name)
                .ToDictionary(member => member.Name, member => member.Value.GetString()!, StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out JsonElement member)
        && member.ValueKind == JsonValueKind.Object
            ? member
            : null;

    // The table of `fn list config`: KEY and VALUE above columns.
    private static bool IsTable(ImmutableArray<string> lines) =>
        lines[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is ["KEY", "VALUE"];

    private static Dictionary<string, string> OfTable(ImmutableArray<string> lines) =>
        lines
            .Skip(1)
            .Select(line => line.Trim().Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns.Length == 2)
            .DistinctBy(columns => columns[0])
            .ToDictionary(columns => columns[0], columns => columns[1].Trim(), StringComparer.Ordinal);

    private static Dictionary<string, string> OfLines(ImmutableArray<string> lines) =>
        DotEnv
            .Read(lines)
            .Where(line => line.Key is not null)
            .DistinctBy(line => line.Key)
            .ToDictionary(line => line.Key!, line => line.Value, StringComparer.Ordinal);

    private static Dictionary<string, string>? OfYaml(string text)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException)
        {
            return null;
        }

        if (yaml.Documents.Count == 0 || yaml.Documents[0].RootNode is not YamlMappingNode root)
            return null;
        YamlMappingNode config =
            root.Children.TryGetValue("config", out YamlNode? node) && node is YamlMappingNode map ? map : root;
        return config
            .Children.Where(pair =>
                pair is { Key: YamlScalarNode { Value: not null }, Value: YamlScalarNode { Value: not null } }
            )
            .ToDictionary(
                pair => ((YamlScalarNode)pair.Key).Value!,
                pair => ((YamlScalarNode)pair.Value).Value!,
                StringComparer.Ordinal
            );
    }
}
