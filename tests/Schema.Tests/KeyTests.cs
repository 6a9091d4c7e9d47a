using System.Text;
using System.Text.Json.Nodes;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Loading;

namespace Schema.Tests;

/// <summary>The schema's properties and the loader's keys are the same, map by map. The loader names its keys itself
/// when it meets one that it does not know.</summary>
public sealed class KeyTests
{
    private const string Stranger = "zzzzzzzz";

    // Where each closed map of the schema stands in a file.
    private static readonly Dictionary<string, string[]> Maps = new()
    {
        ["#"] = ["version: 1\nroutes: []\nSTRANGER: 1\n"],
        ["#/properties/defaults"] = ["version: 1\nroutes: []\ndefaults: { STRANGER: 1 }\n"],
        ["#/definitions/match"] =
        [
            "version: 1\nroutes: []\ndefaults: { match: { STRANGER: 1 } }\n",
            Route("match: { object: x, STRANGER: 1 }, task: { key: k }"),
        ],
        ["#/definitions/exceptions"] =
        [
            "version: 1\nroutes: []\ndefaults: { match: { except: { STRANGER: 1 } } }\n",
            Route("match: { object: x, except: { STRANGER: 1 } }, task: { key: k }"),
        ],
        ["#/definitions/task"] =
        [
            "version: 1\nroutes: []\ndefaults: { task: { STRANGER: 1 } }\n",
            Route("match: { object: x }, task: { key: k, STRANGER: 1 }"),
        ],
        ["#/definitions/binding"] =
        [
            "version: 1\nroutes: []\ndefaults: { bindings: { P: { STRANGER: 1 } } }\n",
            Route("match: { object: x }, task: { key: k }, bindings: { P: { STRANGER: 1 } }"),
        ],
        ["#/definitions/write"] =
        [
            Route(
                "match: { object: x }, task: { key: k }, bindings: { P: x }, "
                    + "writes: [{ object: P, bucket: b, STRANGER: 1 }]"
            ),
        ],
        ["#/definitions/group"] = [Route("match: { object: x }, task: { key: k }, group: { by: x, STRANGER: 1 }")],
        ["#/definitions/group/properties/complete"] =
        [
            Route(
                "match: { object: x }, task: { key: k }, group: { by: x, complete: { part: x, of: [a], STRANGER: 1 } }"
            ),
        ],
        ["#/definitions/expect"] =
        [
            Route(
                "match: { object: x }, task: { key: k }, "
                    + "expect: { every: day, key: x, format: '%F', within: 1d, STRANGER: 1 }"
            ),
        ],
        ["#/definitions/route"] = [Route("match: { object: x }, task: { key: k }, STRANGER: 1")],
        ["#/definitions/test"] =
        [
            Route("match: { object: x }, task: { key: k }, tests: [{ object: x, expect: unmatched, STRANGER: 1 }]"),
        ],
        ["#/definitions/expectation"] =
        [
            Route("match: { object: x }, task: { key: k }, tests: [{ object: x, expect: { route: a, STRANGER: 1 } }]"),
        ],
        ["#/definitions/expectation/properties/task"] =
        [
            Route(
                "match: { object: x }, task: { key: k }, tests: [{ object: x, expect: { task: { key: k, "
                    + "STRANGER: 1 } } }]"
            ),
        ],
        ["#/definitions/expectedBinding"] =
        [
            Route(
                "match: { object: x }, task: { key: k }, tests: [{ object: x, expect: { bindings: { P: { "
                    + "STRANGER: 1 } } } }]"
            ),
        ],
    };

    public static IEnumerable<object[]> Places => Maps.Keys.Select(path => (object[])[path]);

    [Theory]
    [MemberData(nameof(Places))]
    public void The_loader_knows_exactly_the_properties_of_the_schema(string path)
    {
        JsonObject schema = RouteSchema.All().Single(part => part.Path == path).Schema;
        string properties = string.Join(
            ", ",
            schema["properties"]!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal)
        );
        foreach (string yaml in Maps[path])
        {
            string text = yaml.Replace("STRANGER", Stranger, StringComparison.Ordinal);
            Diagnostic unknown = Assert.Single(
                RouteLoader.Load([new RouteFile("routes.yaml", Encoding.UTF8.GetBytes(text))]).Diagnostics,
                diagnostic => diagnostic.Code == Codes.UnknownKey
            );

            Assert.Contains($"has no key \"{Stranger}\"", unknown.Message, StringComparison.Ordinal);
            Assert.StartsWith("it has ", unknown.Hint, StringComparison.Ordinal);
            Assert.Equal(
                properties,
                string.Join(", ", unknown.Hint["it has ".Length..].Split(", ").Order(StringComparer.Ordinal))
            );
        }
    }

    [Fact]
    public void Every_map_of_the_schema_with_fixed_keys_is_closed_and_compared()
    {
        string[] described = [.. RouteSchema.Maps().Select(part => part.Path).Order(StringComparer.Ordinal)];

        Assert.Equal(Maps.Keys.Order(StringComparer.Ordinal), described);
        Assert.All(described, path =>
            Assert.Equal(
                "false",
                RouteSchema.All().Single(part => part.Path == path).Schema["additionalProperties"]!.ToJsonString()
            )
        );
    }

    [Fact]
    public void Every_key_of_the_schema_is_in_the_corpus_file_that_has_every_key() =>
        Assert.Equal(
            RouteSchema
                .Maps()
                .SelectMany(part =>
                    part.Schema["properties"]!.AsObject().Select(property => $"{part.Path}/properties/{property.Key}")
                )
                .Order(StringComparer.Ordinal),
            SchemaPlaces
                .In(CorpusCase.EveryKey.Yaml)
                .Select(place => place.Path)
                .Where(path => path.Split('/') is [.., "properties", _])
                .Distinct()
                .Order(StringComparer.Ordinal)
        );

    private static string Route(string members) => $"version: 1\nroutes: [{{ name: a, {members} }}]\n";
}
