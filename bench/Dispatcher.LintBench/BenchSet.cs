using System.Globalization;
using System.Text;

namespace Dispatcher.LintBench;

/// <summary>A route set that the linter is measured on.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Match">The conditions of route <c>i</c>, as YAML.</param>
internal sealed record BenchSet(string Name, Func<int, string> Match)
{
    /// <summary>Sets as they are written, then sets that nobody should write.</summary>
    public static IReadOnlyList<BenchSet> All { get; } =
    [
        // The literal text at the beginning tells them apart.
        new("own folders", i =>
            $$"""bucket: in, object: 'system-{{i}}/(?:\d{4})/(?:\d{2})/[A-Za-z0-9_\-]+\.(?:csv|json)'"""
        ),
        // It does not: the automata of all pairs have to be walked.
        new("one folder", i => $$"""bucket: in, object: 'landing/[^/]+/\d{8}_entity-{{i}}_[a-z0-9]+\.csv'"""),
        new("own buckets", i => $"bucket: in-{i}, object: '.*\\.csv'"),
        // Whether two of these together have all names of a third takes an exponential number of states.
        new("inclusion", i => $$"""object: '[ab]*{{"ab"[i % 2]}}[ab]{{{20 + (i % 13)}}}c'"""),
        // Every character can be followed by any of hundreds of positions.
        new("ambiguity", i => $$"""object: '(?:a?b?){{{400 + (i % 90)}}}x{{i}}'"""),
        // Every pair overlaps.
        new("everything", i => $"object: '[^{(char)(0x4E00 + i)}]*'"),
    ];

    /// <summary>One file with so many routes.</summary>
    public string Yaml(int routes)
    {
        var yaml = new StringBuilder(
            "version: 1\ndefaults: { task: { key: t, workspace: w, application: a } }\nroutes:\n"
        );
        for (int i = 0; i < routes; i++)
            yaml.Append(
                CultureInfo.InvariantCulture,
                $"  - {{ name: r{i}, description: d, owner: o, match: {{ {Match(i)} }} }}\n"
            );
        return yaml.ToString();
    }
}
