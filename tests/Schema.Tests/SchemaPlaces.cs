using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Schema.Tests;

/// <summary>The keys of a route file, each with the part of the schema that describes its value.</summary>
internal static class SchemaPlaces
{
    private static readonly Dictionary<string, JsonObject> Parts = RouteSchema
        .All()
        .ToDictionary(part => part.Path, part => part.Schema);

    /// <summary>Every key in the file, below the free ones as well: and the path of its part of the schema.</summary>
    public static IEnumerable<(YamlScalarNode Key, string Path)> In(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Walk("#", stream.Documents[0].RootNode);
    }

    private static IEnumerable<(YamlScalarNode Key, string Path)> Walk(string path, YamlNode node)
    {
        JsonObject part = Followed(ref path);
        if (node is YamlSequenceNode list && Items(path, part) is { } items)
            return list.Children.SelectMany(child => Walk(items, child));
        return node is YamlMappingNode map
            ? map.Children.SelectMany(pair => Member(path, part, (YamlScalarNode)pair.Key, pair.Value))
            : [];
    }

    private static IEnumerable<(YamlScalarNode Key, string Path)> Member(
        string path,
        JsonObject part,
        YamlScalarNode key,
        YamlNode value
    )
    {
        string? inside =
            part["properties"]?[key.Value!] is not null ? $"{path}/properties/{key.Value}"
            : part["additionalProperties"] is JsonObject ? $"{path}/additionalProperties"
            : null;
        if (inside is null)
            return [];
        return Walk(inside, value).Prepend((key, inside));
    }

    // A list is described by `items`, or where one or a list may be written, by the branch for lists.
    private static string? Items(string path, JsonObject part) =>
        part["items"] is not null ? $"{path}/items"
        : part["then"]?["items"] is not null ? $"{path}/then/items"
        : null;

    // References lead on; of `allOf`, only a lone reference is one.
    private static JsonObject Followed(ref string path)
    {
        JsonObject part = Parts[path];
        while ((part["$ref"] ?? (part["allOf"] as JsonArray)?[0]?["$ref"]) is { } reference)
            part = Parts[path = reference.GetValue<string>()];
        return part;
    }
}
