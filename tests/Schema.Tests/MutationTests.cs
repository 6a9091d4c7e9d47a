using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Loading;
using Dispatcher.TestKit;

namespace Schema.Tests;

/// <summary>Schema and loader held against each other over files that nobody would write: good ones with one or two
/// places changed at random.</summary>
public sealed class MutationTests
{
    private const int Files = 1_000;

    // What the loader finds only by reading more than the shape. Everything else is shape, and the schema must refuse
    // it too.
    private static readonly HashSet<string> Meaning =
    [
        Codes.Duplicate,
        Codes.UnknownRoute,
        Codes.PatternSyntax,
        Codes.PatternClass,
        Codes.PatternQuantifier,
        Codes.PatternUnsupported,
        Codes.PatternAnchor,
        Codes.PatternTooLarge,
        Codes.PatternGroup,
        Codes.PatternConfiguration,
        Codes.TemplateSyntax,
        Codes.TemplateUnknownName,
        Codes.TemplateUnknownMember,
        Codes.TemplateUnknownFunction,
        Codes.TemplateNotAllowed,
        Codes.TemplateTooLarge,
        Codes.TemplateUnknownGroup,
        Codes.TemplateType,
        Codes.TemplateNeverMissing,
        Codes.TemplateUnknownFormat,
        Codes.TemplateUnencoded,
        Codes.RenderType,
        Codes.EventMalformed,
        Codes.EventField,
        Codes.EventTooLarge,
    ];

    // Values that are wrong for what they say, not for their shape.
    private static readonly string[] MeaningMessages =
    [
        "templates do not see the configuration key",
        "is not the object of `raw`",
        "the event is of type",
        "the route has no binding",
        "which names no object",
        "which names no bucket",
        "is neither a binding of the route nor a bucket's name",
        "only a test of a route with `group` has `objects`",
        "the test of a route with `group` has `object`",
        "is shorter than `quiet`",
        "writes two periods alike",
        "of date.to_string is not known",
        "there is no time zone",
    ];

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] Values =
    [
        "null",
        "0",
        "1",
        "5",
        "-1",
        "1.5",
        "true",
        "false",
        "\"\"",
        "\"text\"",
        "\"a/b\"",
        "\"{{ object.name }}\"",
        "\"unmatched\"",
        "\"create\"",
        "[]",
        "{}",
        "[\"text\"]",
        "[null]",
        "[[]]",
        "{\"a\":\"b\"}",
        "{\"simple\":1}",
        "{\"schema\":\"a/b\"}",
        "{\"root\":{}}",
        "{\"key\":\"k\"}",
        "{\"object\":\"x\"}",
    ];

    private static readonly string[] Keys =
    [
        "version",
        "defaults",
        "routes",
        "name",
        "match",
        "object",
        "event",
        "task",
        "key",
        "vars",
        "bindings",
        "simple",
        "schema",
        "root",
        "tests",
        "raw",
        "bucket",
        "expect",
        "route",
        "exact",
        "max_length",
        "max_running",
        "writes",
        "within",
        "state",
        "other",
        "",
        "{{ x }}",
    ];

    private static readonly string[] Good =
    [
        .. Directory
            .GetFiles(Path.Join(AppContext.BaseDirectory, "routes"), "*.yaml")
            .Select(file => YamlAsJson.Read(File.ReadAllText(file))!.ToJsonString())
            .Concat(
                CorpusCase
                    .All.Where(found => found.Codes.Length == 0)
                    .Select(found => YamlAsJson.Read(found.Yaml)!.ToJsonString())
            )
            .Order(StringComparer.Ordinal),
    ];

    private static readonly Gen<string> Changed =
        from good in Gen.OneOf(Good)
        from changes in Gen.Select(
            Gen.Int[0, int.MaxValue - 1],
            Gen.Int[0, 3],
            Gen.OneOf(Values),
            Gen.OneOf(Keys)
        ).Array[1, 2]
        select changes.Aggregate(good, (text, change) =>
            Change(text, change.Item1, change.Item2, change.Item3, change.Item4)
        );

    [Fact]
    public void What_one_refuses_for_its_shape_the_other_refuses() => Changed.Sample(Agree, iter: Files, threads: 2);

    [Fact]
    public void Each_value_at_each_place_of_the_file_with_every_key_is_refused_by_both_or_by_none()
    {
        string whole = YamlAsJson.Read(CorpusCase.EveryKey.Yaml)!.ToJsonString();
        List<JsonNode> containers = [.. Containers(JsonNode.Parse(whole)!)];
        IEnumerable<int> places = containers.SelectMany(
            (container, i) =>
                Enumerable
                    .Range(0, container is JsonArray list ? list.Count : container.AsObject().Count)
                    .Select(child => i + child * containers.Count)
        );
        string[] changed =
        [
            .. places.SelectMany(place =>
                Values
                    .Select(value => Change(whole, place, 0, value, ""))
                    .Append(Change(whole, place, 1, "0", "other"))
                    .Append(Change(whole, place, 2, "0", ""))
            ),
        ];

        Assert.True(changed.Length > 3_000, $"only {changed.Length} files");
        // The short form takes others each time: a failure shows the file, so nothing else is needed to see it again.
        Random.Shared.Shuffle(changed);
        Parallel.ForEach(
            changed.Take(Iterations.Of(changed.Length)),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            Agree
        );
    }

    private static void Agree(string text)
    {
        RouteLoad load = RouteLoader.Load([new RouteFile("routes.yaml", Encoding.UTF8.GetBytes(text))]);
        string problems = RouteSchema.Problems(JsonNode.Parse(text));
        bool shape = load.Diagnostics.Any(diagnostic =>
            !Meaning.Contains(diagnostic.Code)
            && !MeaningMessages.Any(message => diagnostic.Message.Contains(message, StringComparison.Ordinal))
        );
        Assert.False(
            shape && problems.Length == 0,
            $"the schema accepts what the loader refuses:\n{string.Join('\n', load.Diagnostics)}\n{text}"
        );
        Assert.False(
            load.Set is not null && problems.Length > 0,
            $"the schema refuses what the loader accepts:\n{problems}\n{text}"
        );
    }

    // One place of the document, counted in the order of reading: its value replaced, its key renamed, it taken away,
    // or a neighbour added.
    private static string Change(string text, int place, int how, string value, string key)
    {
        JsonNode root = JsonNode.Parse(text)!;
        List<JsonNode> containers = [.. Containers(root)];
        JsonNode container = containers[place % containers.Count];
        int child = place / containers.Count;
        if (container is JsonArray list)
        {
            if (list.Count == 0 || how == 3)
                list.Add(JsonNode.Parse(value));
            else if (how == 2)
                list.RemoveAt(child % list.Count);
            else
                list[child % list.Count] = JsonNode.Parse(value);
        }
        else
        {
            JsonObject map = container.AsObject();
            string? old = map.Count == 0 ? null : map.ElementAt(child % map.Count).Key;
            if (old is null || how == 3)
                map[key] = JsonNode.Parse(value);
            else if (how == 0)
                map[old] = JsonNode.Parse(value);
            else
                Rename(map, old, how == 1 ? key : null);
        }

        return root.ToJsonString(Relaxed);
    }

    private static void Rename(JsonObject map, string old, string? key)
    {
        JsonNode? value = map[old];
        map.Remove(old);
        if (key is not null)
            map[key] = value;
    }

    private static IEnumerable<JsonNode> Containers(JsonNode node)
    {
        yield return node;
        IEnumerable<JsonNode?> children = node is JsonObject map ? map.Select(pair => pair.Value) : node.AsArray();
        foreach (JsonNode? child in children)
        {
            if (child is not (JsonObject or JsonArray))
                continue;
            foreach (JsonNode inner in Containers(child))
                yield return inner;
        }
    }
}
