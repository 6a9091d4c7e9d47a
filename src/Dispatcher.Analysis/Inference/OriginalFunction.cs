using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Dispatcher.Analysis.Lint;
using Dispatcher.Analysis.Lint.Checks;
using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Analysis.Inference;

/// <summary>The route that does what the original Python function did, from the function's configuration.</summary>
/// <remarks>The original started one task for names of one pattern. Its keys for pattern, target bucket, prefixes and
/// suffix become text of the route; those for workspace, application, task and connection stay
/// configuration.</remarks>
internal sealed partial record OriginalFunction
{
    private const string Pattern = "source_match_pattern",
        TargetBucket = "target_bucket_name",
        Prefix = "target_prefix_",
        Suffix = "target_suffix",
        Task = "aggregator_key";

    private const int MostTests = 2;

    private static readonly ImmutableArray<string> Kept = ["workspace_id", "application_key", "connection_key"],
        Needed = [.. Kept, Task, Pattern, TargetBucket, Suffix];

    /// <summary>The route's name; also the file's, with <c>.yaml</c>.</summary>
    public required string Route { get; init; }

    /// <summary>The route file.</summary>
    public required string Yaml { get; init; }

    /// <summary>The configuration that the route asks for, with the values that the original had.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Configuration { get; init; }

    /// <summary>Keys that the original did not have, so that the route does not use them.</summary>
    public required ImmutableArray<string> Unused { get; init; }

    /// <summary>What the loader and the linter find beyond what is marked, and route tests that fail.</summary>
    public required ImmutableArray<Diagnostic> Problems { get; init; }

    /// <summary>Keys that the original had and this configuration lacks; with any, it is not one of its.</summary>
    public static ImmutableArray<string> Missing(IReadOnlyDictionary<string, string> configuration) =>
        [
            .. Needed
                .Append(Prefix + "NAME")
                .Where(key =>
                    key == Prefix + "NAME"
                        ? !configuration.Keys.Any(IsPrefix)
                        : !configuration.TryGetValue(key, out string? value) || value.Length == 0
                ),
        ];

    /// <summary>The route for a configuration that lacks nothing.</summary>
    /// <param name="configuration">The original's configuration.</param>
    /// <param name="bucket">The landing bucket, which stood in the Events rule; null where it is to be decided.</param>
    /// <param name="outOfTime">Ends the proofs.</param>
    public static OriginalFunction Translate(
        IReadOnlyDictionary<string, string> configuration,
        string? bucket,
        CancellationToken outOfTime
    )
    {
        string pattern = Translated(configuration[Pattern]),
            name = NameOf(configuration[Pattern]);
        (DispatchPlanner? planner, ImmutableArray<Diagnostic> problems) = Load(name, Written([]));
        string yaml = Written([]);
        if (planner is not null)
        {
            yaml = Written(Tests(planner));
            (planner, problems) = Load(name, yaml);
            if (planner is not null)
                problems = Findings(planner, outOfTime);
        }

        return new OriginalFunction
        {
            Route = name,
            Yaml = yaml,
            Configuration =
            [
                .. Kept.Select(key => KeyValuePair.Create(key, configuration[key])),
                KeyValuePair.Create(InferredYaml.TaskKey(name), configuration[Task]),
            ],
            Unused =
            [
                .. configuration
                    .Keys.Where(key => !Needed.Contains(key) && !IsPrefix(key))
                    .Order(StringComparer.Ordinal),
            ],
            Problems = problems,
        };

        string Written(ImmutableArray<SuggestedTest> tests) => FileOf(configuration, name, pattern, bucket, tests);
    }

    private static bool IsPrefix(string key) =>
        key.Length > Prefix.Length && key.StartsWith(Prefix, StringComparison.Ordinal);

    // The original used no groups, and Python has its own signs for the ends of a text; the whole name is matched here
    // anyway.
    private static string Translated(string pattern)
    {
        pattern = NamedGroup().Replace(pattern, "(?:");
        if (pattern.StartsWith(@"\A", StringComparison.Ordinal))
            pattern = pattern[2..];
        return pattern.EndsWith(@"\Z", StringComparison.Ordinal) ? pattern[..^2] : pattern;
    }

    private static string NameOf(string pattern)
    {
        string text = string.Concat(
            pattern.TrimStart('^').TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_')
        );
        return RouteNames.Plain(text[..(text.LastIndexOf('/') + 1)]) is { Length: > 0 } name ? name : "original";
    }

    private static string FileOf(
        IReadOnlyDictionary<string, string> configuration,
        string name,
        string pattern,
        string? bucket,
        ImmutableArray<SuggestedTest> tests
    )
    {
        string suffix = configuration[Suffix].TrimStart('.');
        ImmutableArray<(string Parameter, string Prefix)> targets =
        [
            .. configuration
                .Where(pair => IsPrefix(pair.Key))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => ($"OUTPUT_OBJECT_NAME_{pair.Key[Prefix.Length..].ToUpperInvariant()}", pair.Value)),
        ];
        var yaml = new StringBuilder(
            $$$"""
            # Made by `dispatcher infer --from-function` from the original function's configuration. Each TODO is a question
            # that only you can answer.
            version: 1

            defaults:
              task:
                workspace: "{{ config.workspace_id }}"
                application: "{{ config.application_key }}"

            routes:
              - name: {{{InferredYaml.Scalar(name)}}}
                description: What the original function started for these names. # TODO say what the task makes of them
                # TODO owner: whom to ask when it fails
                state: shadow # TODO remove this line to switch over; until then the route starts nothing
                match:

            """
        );
        yaml.Append(InferredYaml.BucketLine(bucket))
            .Append("      object: ")
            .Append(InferredYaml.Quoted(pattern))
            .Append(
                $$$"""

                    task:
                      key: "{{ config.{{{InferredYaml.TaskKey(name)}}} }}"
                    bindings:
                      INPUT_OBJECT_NAME: "{{ object.name }}"

                """
            );
        foreach ((string parameter, string prefix) in targets)
            yaml.Append("      ")
                .Append(InferredYaml.Scalar(parameter))
                .Append(": ")
                .Append(JsonFormat.Text($"{prefix}{{{{ object.stem }}}}.{suffix}"))
                .Append('\n');
        yaml.Append(
            $$$"""
                  INPUT_BUCKET: { schema: "{{ config.connection_key }}/{{ bucket.name }}" }
                  OUTPUT_BUCKET: { schema: {{{JsonFormat.Text(
                $"{{{{ config.connection_key }}}}/{configuration[TargetBucket]}"
            )}}} }
                writes:

            """
        );
        foreach ((string parameter, _) in targets)
            yaml.Append("      - { object: ")
                .Append(InferredYaml.Scalar(parameter))
                .Append(", bucket: OUTPUT_BUCKET }\n");
        return yaml.Append(tests.IsEmpty ? "" : SuggestedYaml.Of(tests, first: true)).ToString();
    }

    private static (DispatchPlanner? Planner, ImmutableArray<Diagnostic> Problems) Load(string name, string yaml)
    {
        RouteLoad load = RouteLoader.Load([new RouteFile(name + ".yaml", Encoding.UTF8.GetBytes(yaml))]);
        return (load.Set is { } set ? DispatchPlanner.For(set) : null, load.Diagnostics);
    }

    private static ImmutableArray<SuggestedTest> Tests(DispatchPlanner planner)
    {
        Route route = planner.Set.Routes[0];
        var pattern = route.Match.Object[0].Pattern;
        return
        [
            .. NameSamples
                .Matching(pattern, MostTests)
                .Concat(NameSamples.NearMisses(pattern, MostTests))
                .Select(name => TestSuggestions.OfName(planner, route, name, Dispatcher.Configuration.Empty))
                .OfType<SuggestedTest>(),
        ];
    }

    private static ImmutableArray<Diagnostic> Findings(DispatchPlanner planner, CancellationToken outOfTime)
    {
        var subject = new LintSubject(planner, null, outOfTime);
        return
        [
            .. LintChecks
                .Run(subject)
                .Select(finding => finding.Problem)
                .Where(problem => problem.Code != Codes.LintNoOwner && problem.Severity != Severity.Note),
            .. subject
                .Tests.Where(test => !test.Passed)
                .Select(test => new Diagnostic(Codes.LintNeverFires, Severity.Error, test.Position, test.Message, "")),
        ];
    }

    [GeneratedRegex(@"\(\?P<[^>]*>", RegexOptions.CultureInvariant)]
    private static partial Regex NamedGroup();
}
