using System.Text;
using System.Text.RegularExpressions;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Planning;
using Dispatcher.Routes.Loading;

namespace Schema.Tests.Editor;

/// <summary>What an editor proposes where somebody types.</summary>
[Collection(nameof(LanguageServer))]
public sealed partial class CompletionTests(LanguageServer server)
{
    private const string Route = "version: 1\nroutes:\n  - name: a\n    ",
        Test = Route + "tests:\n      - object: x\n        ";

    private const string FileKeys = "Dispatcher route file, version 1, defaults, routes, version",
        MatchKeys = "bucket, compartment, event, except, namespace, object, where",
        TaskKeys = "application, description, key, name, workspace";

    // The cursor stands at the end of the text. A name that is no key is a snippet, or the whole of a map's required
    // keys.
    [EditorTheory]
    [InlineData("", FileKeys)]
    [InlineData("version: 1\ndefaults:\n  ", "bindings, match, task, vars")]
    [InlineData(
        "version: 1\nroutes:\n  - ",
        "bindings, continue, description, expect, fallback, group, match, max_length, max_running, name, new route, "
            + "overrides, owner, route, state, task, tests, vars, writes"
    )]
    [InlineData(
        Route,
        "bindings, continue, description, expect, fallback, group, match, max_length, max_running, new route, "
            + "overrides, owner, state, task, tests, vars, writes"
    )]
    [InlineData(
        Route + "st",
        "bindings, continue, description, expect, fallback, group, match, max_length, max_running, new route, "
            + "overrides, owner, state, task, tests, vars, writes"
    )]
    [InlineData(Route + "match:\n      ", MatchKeys)]
    [InlineData(Route + "task:\n      ", TaskKeys)]
    [InlineData(Route + "state: ", "disabled, enabled, shadow")]
    [InlineData(Route + "continue: ", "false, true")]
    [InlineData(Route + "match:\n      event: ", "[\"create\",\"update\",\"delete\"], create, delete, update")]
    [InlineData(Route + "match:\n      event: [", "create, delete, update")]
    [InlineData(Route + "bindings:\n      ", "PARAMETER")]
    [InlineData(Route + "bindings:\n      P:\n        ", "optional, root, schema, simple, type")]
    [InlineData(Test, "bucket, config, etag, event, expect, fires, namespace, near miss, objects, raw, test, time")]
    [InlineData(Test + "expect: ", "route and bindings, unmatched")]
    [InlineData(Test + "expect:\n          ", "bindings, exact, route, route and bindings, task")]
    [InlineData(Test + "expect:\n          task:\n            ", TaskKeys)]
    public async Task The_keys_and_words_that_may_stand_there_are_proposed(string text, string labels)
    {
        (string Label, string Text)[] proposed = await AtEndAsync(text);

        Assert.Equal(labels, string.Join(", ", proposed.Select(item => item.Label).Order(StringComparer.Ordinal)));
    }

    [EditorFact]
    public async Task A_new_route_is_one_that_loads_and_whose_tests_pass()
    {
        const string Before = "version: 1\nroutes:\n  - ";
        (_, string snippet) = Assert.Single(await AtEndAsync(Before), item => item.Label == "new route");

        // An editor keeps the indentation of the line in which it inserts.
        string yaml = Before + Inserted(snippet).Replace("\n", "\n  ", StringComparison.Ordinal) + "\n";
        RouteLoad load = RouteLoader.Load([new RouteFile("routes.yaml", Encoding.UTF8.GetBytes(yaml))]);

        Assert.True(load.Set is not null, $"{string.Join('\n', load.Diagnostics)}\n{yaml}");
        RouteTestResult[] results =
        [
            .. RouteTestRunner.RunAll(
                DispatchPlanner.For(load.Set),
                Dispatcher.Configuration.From(
                    new Dictionary<string, string>
                    {
                        ["workspace_id"] = "ws",
                        ["application_key"] = "app",
                        ["name_task_key"] = "t1",
                    }
                )
            ),
        ];
        Assert.Equal(2, results.Length);
        Assert.All(results, result => Assert.True(result.Passed, result.Message));
    }

    // Where a property has one example, an editor inserts it; a template has to stand in quotes then.
    [EditorTheory]
    [InlineData("version: 1\ndefaults:\n  ")]
    [InlineData(Route)]
    [InlineData(Route + "match:\n      ")]
    [InlineData(Route + "task:\n      ")]
    [InlineData(Route + "bindings:\n      P:\n        ")]
    [InlineData(Test)]
    public async Task What_is_inserted_for_a_key_is_YAML(string text)
    {
        foreach ((string label, string snippet) in await AtEndAsync(text))
        {
            string indent = text[(text.LastIndexOf('\n') + 1)..];
            string yaml = text + Inserted(snippet).Replace("\n", "\n" + indent, StringComparison.Ordinal) + "\n";
            Exception? failed = Record.Exception(() => YamlAsJson.Read(yaml));
            Assert.True(failed is null, $"{label}: {failed?.Message}\n{yaml}");
        }
    }

    // A snippet as it stands when nothing is typed over its placeholders.
    private static string Inserted(string snippet) =>
        Escape()
            .Replace(Placeholder().Replace(snippet, match => match.Groups["text"].Value), match =>
                match.Groups[1].Value
            );

    private async Task<(string Label, string Text)[]> AtEndAsync(string text)
    {
        string path = $"routes/{Guid.NewGuid():N}.yaml";
        await server.OpenAsync(path, text);
        string[] lines = text.Split('\n');
        return await server.CompleteAsync(path, lines.Length, lines[^1].Length + 1);
    }

    [GeneratedRegex(@"\$(?:\d+|\{\d+:(?<text>(?:\\.|[^}\\])*)\}|\{\d+\})")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\\([$}\\])")]
    private static partial Regex Escape();
}
