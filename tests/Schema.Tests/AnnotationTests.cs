using System.Globalization;
using System.Text.Json.Nodes;
using Dispatcher.Routes;
using Dispatcher.Routes.Loading;

namespace Schema.Tests;

/// <summary>What an editor shows: every property explained, with examples that are right.</summary>
public sealed class AnnotationTests
{
    public static IEnumerable<object[]> Properties =>
        RouteSchema
            .All()
            .Where(part => part.Path.Split('/') is [.., "properties", _] && part.Schema.ContainsKey("description"))
            .Select(part => (object[])[part.Path]);

    [Fact]
    public void Every_property_of_every_map_is_explained()
    {
        IEnumerable<string> all = RouteSchema
            .Maps()
            .SelectMany(part =>
                part.Schema["properties"]!.AsObject().Select(property => $"{part.Path}/properties/{property.Key}")
            );

        Assert.Equal(
            all.Order(StringComparer.Ordinal),
            Properties.Select(row => (string)row[0]).Order(StringComparer.Ordinal)
        );
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
        Assert.All(
            RouteSchema
                .All()
                .Where(part =>
                    part.Schema["enum"] is JsonArray words
                    && words.All(word => word!.GetValueKind() == System.Text.Json.JsonValueKind.String)
                ),
            part => Assert.Equal(part.Schema["enum"]!.AsArray().Count, part.Schema["enumDescriptions"]?.AsArray().Count)
        );

    [Theory]
    [InlineData("route", "state", "enabled")]
    [InlineData("route", "continue", "false")]
    [InlineData("route", "fallback", "false")]
    [InlineData("route", "max_length", "4096")]
    [InlineData("match", "event", "create and update")]
    [InlineData("test", "time", "1970-01-01T00:00:00Z")]
    public void What_holds_when_a_property_is_left_out_is_said(string map, string property, string value)
    {
        Route loaded = RouteLoader
            .Load([
                new RouteFile(
                    "r.yaml",
                    (
                        "version: 1\nroutes: [{ name: a, match: { object: x }, task: { key: k }, tests: [{ "u8
                        + "object: x, expect: unmatched }] }]\n"u8
                    ).ToArray()
                ),
            ])
            .Set!.Routes[0];
        string actual = property switch
        {
            "state" => $"{loaded.State}",
            "continue" => $"{loaded.Continue}",
            "fallback" => $"{loaded.Fallback}",
            "max_length" => $"{loaded.MaxLength}",
            "event" => string.Join(" and ", loaded.Match.Kinds),
            _ => loaded.Tests[0].Event.Time!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };

        Assert.Equal(value, actual, ignoreCase: true);
        string description = RouteSchema.Json["definitions"]![map]!["properties"]![property]![
            "description"
        ]!.GetValue<string>();
        Assert.EndsWith($" Left out: {value}.", description, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_version_has_a_default_since_editors_write_defaults_into_the_file() =>
        Assert.Equal(
            ["#/properties/version"],
            RouteSchema.All().Where(part => part.Schema.ContainsKey("default")).Select(part => part.Path)
        );
}
