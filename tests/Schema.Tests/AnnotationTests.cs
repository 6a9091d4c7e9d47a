using System.Text.Json.Nodes;

namespace Schema.Tests;

/// <summary>What an editor shows: every property explained, with examples that are right.</summary>
public sealed class AnnotationTests
{
    public static IEnumerable<object[]> Properties => RouteSchema.All()
        .Where(part => part.Path.Split('/') is [.., "properties", _] && part.Schema.ContainsKey("description"))
        .Select(part => (object[])[part.Path]);

    [Fact]
    public void Every_property_of_every_map_is_explained()
    {
        IEnumerable<string> all = RouteSchema.Maps()
            .SelectMany(part => part.Schema["properties"]!.AsObject().Select(property => $"{part.Path}/properties/{property.Key}"));

        Assert.Equal(all.Order(StringComparer.Ordinal), Properties.Select(row => (string)row[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void A_property_has_a_sentence_and_examples_that_the_schema_accepts(string path)
    {
        JsonObject schema = RouteSchema.All().Single(part => part.Path == path).Schema;

        Assert.EndsWith(".", schema["description"]!.GetValue<string>(), StringComparison.Ordinal);
        JsonArray examples = Assert.IsType<JsonArray>(schema["examples"]);
        Assert.NotEmpty(examples);
        JsonNode?[] shown = schema.ContainsKey("default") ? [.. examples, schema["default"]] : [.. examples];
        Assert.All(shown, value => Assert.Equal("", RouteSchema.Problems(path, value)));
    }

    [Fact]
    public void Every_word_that_may_be_written_is_explained() =>
        Assert.All(RouteSchema.All().Where(part => part.Schema["enum"] is JsonArray words && words.All(word => word!.GetValueKind() == System.Text.Json.JsonValueKind.String)), part =>
            Assert.Equal(part.Schema["enum"]!.AsArray().Count, part.Schema["enumDescriptions"]?.AsArray().Count));

    [Fact]
    public void The_defaults_are_those_of_the_loader()
    {
        JsonObject route = RouteSchema.All().Single(part => part.Path == "#/definitions/route").Schema["properties"]!.AsObject();
        JsonObject match = RouteSchema.All().Single(part => part.Path == "#/definitions/match").Schema["properties"]!.AsObject();
        Dispatcher.Routes.Route loaded = Dispatcher.Routes.RouteLoader.Load([new Dispatcher.Routes.RouteFile("r.yaml",
            "version: 1\nroutes: [{ name: a, match: { object: x }, task: { key: k }, tests: [{ object: x, expect: unmatched }] }]\n"u8.ToArray())]).Set!.Routes[0];

        Assert.Equal(loaded.MaxLength, route["max_length"]!["default"]!.GetValue<int>());
        Assert.Equal(loaded.Continue, route["continue"]!["default"]!.GetValue<bool>());
        Assert.Equal(loaded.State.ToString(), route["state"]!["default"]!.GetValue<string>(), ignoreCase: true);
        Assert.Equal(string.Join(' ', loaded.Match.Kinds), string.Join(' ', match["event"]!["default"]!.AsArray()), ignoreCase: true);
        Assert.Equal(loaded.Tests[0].Event.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            RouteSchema.All().Single(part => part.Path == "#/definitions/test/properties/time").Schema["default"]!.GetValue<string>());
    }
}
