using System.Globalization;
using System.Text;

namespace Dispatcher.LintBench;

/// <summary>A route set that the linter is measured on.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Match">The conditions of route <c>i</c>, as YAML.</param>
/// <param name="Outputs">The names that the task of route <c>i</c> writes; null for none.</param>
internal sealed record BenchSet(string Name, Func<int, string> Match, Func<int, string[]>? Outputs = null)
{
    private static readonly (string Match, string[] Outputs)[] Usual =
    [
        (
            @"bucket: landing, object: 'system-#/(?<day>\d{4}-\d{2}-\d{2})/(?<file>[A-Za-z0-9_\-]+)\.csv'",
            [
                "lines/system-#/{{ groups.day }}/{{ groups.file }}.parquet",
                "numbers/system-#/{{ groups.day }}/{{ groups.file }}.parquet",
            ]
        ),
        (
            @"bucket: landing, object: 'landing/(?<source>[a-z]+)/(?<day>\d{8})_entity-#_(?<part>[a-z0-9]+)\.csv'",
            [
                "entity-#/{{ groups.source }}/{{ groups.day }}_{{ groups.part }}.parquet",
                "rejects/entity-#/{{ groups.source }}_{{ groups.day }}_{{ groups.part }}.json",
            ]
        ),
        (
            @"bucket: in-#, object: '(?<path>[A-Za-z0-9_/\-]+)\.(?<ext>csv|json)'",
            ["out-#/{{ object.name }}.parquet", "log-#/{{ groups.path }}.{{ groups.ext }}.log"]
        ),
        (
            @"bucket: landing, object: 'shop-#/(?:(?<country>[a-z]{2})/)?(?<file>[a-z0-9\-]+)\.xml'",
            [
                "shop-#/out/{{ groups.country ?? 'all' }}/{{ groups.file }}.parquet",
                "audit/shop-#/{{ object.folder }}/{{ object.stem }}.json",
            ]
        ),
        (
            @"bucket: landing, object: 'erp-#/(?<entity>[A-Z_]+)/(?<stamp>\d{14})\.jsonlines'",
            [
                "erp-#/flat/{{ groups.entity | string.downcase }}/{{ groups.stamp | string.slice 0 8 }}/"
                    + "{{ groups.stamp }}.parquet",
                "erp-#/done/{{ groups.entity }}-{{ groups.stamp }}.done",
            ]
        ),
    ];

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
        // Two outputs each, and in turn: dates and files, captures in another order, whole names, optional parts, cuts.
        new(
            "two outputs",
            i => Numbered(Usual[i % Usual.Length].Match, i),
            i => [.. Usual[i % Usual.Length].Outputs.Select(output => Numbered(output, i))]
        ),
        // Whether two of these together have all names of a third takes an exponential number of states.
        new("inclusion", i => $$"""object: '[ab]*{{"ab"[i % 2]}}[ab]{{{20 + (i % 13)}}}c'"""),
        // Every character can be followed by any of hundreds of positions.
        new("ambiguity", i => $$"""object: '(?:a?b?){{{400 + (i % 90)}}}x{{i}}'"""),
        // Every output may be the input of every route, and that of every other.
        new("chains", i => $"object: '(?<a>.*)-{i}-(?<b>.*)'", i => [$"{{{{ groups.b }}}}{i}-{{{{ groups.a }}}}"]),
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
        {
            string[] outputs = Outputs?.Invoke(i) ?? [];
            string bindings = string.Concat(outputs.Select((output, n) => $", OUT_{n}: \"{output}\""));
            string writes = string.Join(", ", outputs.Select((_, n) => $"{{ object: OUT_{n}, bucket: pool }}"));
            yaml.Append(
                CultureInfo.InvariantCulture,
                $"  - {{ name: r{i}, description: d, owner: o, match: {{ {Match(i)} }}, "
                    + $"bindings: {{ IN: \"{{{{ object.name }}}}\"{bindings} }}, writes: [{writes}] }}\n"
            );
        }

        return yaml.ToString();
    }

    private static string Numbered(string text, int route) =>
        text.Replace("#", route.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
