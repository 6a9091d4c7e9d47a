using System.Text.Json.Nodes;
using NJsonSchema;

namespace Schema.Tests;

/// <summary>The schema that editors use, as a validator.</summary>
internal static class RouteSchema
{
    // What the validator knows. It passes over any other keyword without a word, so one that is not here or rewritten
    // fails the tests.
    private static readonly HashSet<string> Validated =
    [
        "$ref",
        "type",
        "enum",
        "required",
        "properties",
        "patternProperties",
        "additionalProperties",
        "items",
        "definitions",
        "minItems",
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "minProperties",
        "maxProperties",
        "pattern",
        "anyOf",
        "allOf",
        "not",
    ];

    private static readonly HashSet<string> Annotations =
    [
        "$schema",
        "$id",
        "$comment",
        "title",
        "description",
        "default",
        "examples",
        "enumDescriptions",
        "defaultSnippets",
        "doNotSuggest",
        "patternErrorMessage",
    ];

    private static readonly JsonSchema Validator = JsonSchema
        .FromJsonAsync(Rewritten().ToJsonString())
        .GetAwaiter()
        .GetResult();

    /// <summary>The schema as it is.</summary>
    public static JsonObject Json { get; } = Read();

    /// <summary>What the schema finds wrong with a document; empty when it accepts it.</summary>
    public static string Problems(JsonNode? document) =>
        string.Join(
            '\n',
            Validator
                .Validate(document?.ToJsonString() ?? "null", SchemaType.JsonSchema)
                .Select(error => error.ToString())
        );

    /// <summary>What the part of the schema at a path finds wrong with a value.</summary>
    public static string Problems(string path, JsonNode? value)
    {
        // The definitions stay where they are, so that the part's references still lead there.
        JsonObject root = Rewritten();
        JsonSchema part = JsonSchema
            .FromJsonAsync(
                new JsonObject
                {
                    ["definitions"] = root["definitions"]!.DeepClone(),
                    ["properties"] = new JsonObject
                    {
                        ["value"] = Walk("#", root).Single(found => found.Path == path).Schema.DeepClone(),
                    },
                }.ToJsonString()
            )
            .GetAwaiter()
            .GetResult();
        return string.Join(
            '\n',
            part.Validate(new JsonObject { ["value"] = value?.DeepClone() }.ToJsonString(), SchemaType.JsonSchema)
                .Select(error => error.ToString())
        );
    }

    /// <summary>Every schema that describes a map with fixed keys; the branches of a condition only repeat
    /// some.</summary>
    public static IEnumerable<(string Path, JsonObject Schema)> Maps() =>
        All()
            .Where(part =>
                part.Schema["properties"] is JsonObject { Count: > 0 }
                && part.Schema["type"] is { } type
                && type.ToJsonString().Contains("\"object\"", StringComparison.Ordinal)
            );

    /// <summary>Every schema within the schema, with the path that leads to it.</summary>
    public static IEnumerable<(string Path, JsonObject Schema)> All() => Walk("#", Json);

    private static JsonObject Read() =>
        JsonNode
            .Parse(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "schemas", "routes.v1.schema.json")))!
            .AsObject();

    // Inner parts first, since what is rewritten is copied. The validator has neither `if` nor `false` nor
    // `propertyNames`; the same is said with `anyOf`, `not` and `patternProperties`.
    private static JsonObject Rewritten()
    {
        JsonObject schema = Read();
        foreach ((string path, JsonObject part) in Walk("#", schema).Reverse().ToList())
        {
            JsonObject? properties = part["properties"] as JsonObject;
            foreach (
                string forbidden in properties
                    ?.Where(property => property.Value is JsonValue)
                    .Select(property => property.Key)
                    .ToList()
                    ?? []
            )
                properties![forbidden] = new JsonObject { ["not"] = new JsonObject() };
            if (part["propertyNames"] is JsonObject names)
            {
                Assert.False(
                    part.ContainsKey("patternProperties"),
                    $"{path} has `patternProperties` beside `propertyNames`"
                );
                part["patternProperties"] = new JsonObject
                {
                    [names["pattern"]?.GetValue<string>() ?? ""] = part["additionalProperties"]!.DeepClone(),
                };
                part["additionalProperties"] = false;
                part.Remove("propertyNames");
            }

            if (part["if"] is { } condition)
            {
                JsonNode then = part["then"]?.DeepClone() ?? new JsonObject(),
                    otherwise = part["else"]?.DeepClone() ?? new JsonObject();
                foreach (string key in (string[])["if", "then", "else"])
                    part.Remove(key);
                Assert.False(part.ContainsKey("allOf"), $"{path} has `allOf` beside `if`");
                part["allOf"] = new JsonArray(
                    new JsonObject
                    {
                        ["anyOf"] = new JsonArray(new JsonObject { ["not"] = condition.DeepClone() }, then),
                    },
                    new JsonObject { ["anyOf"] = new JsonArray(condition.DeepClone(), otherwise) }
                );
            }

            foreach ((string key, _) in part)
                Assert.True(
                    Validated.Contains(key) || Annotations.Contains(key),
                    $"{path} has the keyword `{key}`, which these tests do not validate"
                );
        }

        return schema;
    }

    private static IEnumerable<(string Path, JsonObject Schema)> Walk(string path, JsonObject schema)
    {
        yield return (path, schema);
        foreach ((string key, JsonNode? value) in schema)
        {
            IEnumerable<(string, JsonNode?)> inside = (key, value) switch
            {
                ("properties" or "patternProperties" or "definitions", JsonObject named) => named.Select(pair =>
                    ($"{path}/{key}/{pair.Key}", pair.Value)
                ),
                ("items" or "additionalProperties" or "not" or "if" or "then" or "else", JsonObject one) =>
                [
                    ($"{path}/{key}", one),
                ],
                ("anyOf" or "allOf" or "oneOf", JsonArray many) => many.Select((one, i) => ($"{path}/{key}/{i}", one)),
                _ => [],
            };
            foreach ((string name, JsonNode? part) in inside)
            {
                // `false` stands for a property that must not be there.
                foreach ((string, JsonObject) found in part is JsonObject whole ? Walk(name, whole) : [])
                    yield return found;
            }
        }
    }
}
