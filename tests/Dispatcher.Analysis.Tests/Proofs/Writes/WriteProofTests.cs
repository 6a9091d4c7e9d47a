using System.Collections.Immutable;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.TestKit;

namespace Dispatcher.Analysis.Tests.Proofs.Writes;

/// <summary>Each question with what it finds and near misses that are proved.</summary>
public sealed class WriteProofTests
{
    [Theory]
    // what a route writes fires itself
    [InlineData(@"in/(?<s>[a-z]+)", "in/{{ groups.s }}", "RD520 r: in/a>in/a")]
    [InlineData(@"(?<p>.*)\.csv", "clean/{{ groups.p }}.csv", "RD520 r: .csv>clean/.csv")] // it grows
    [InlineData(@"in/(?<s>[a-z]+)", "out/{{ groups.s }}", "")] // another prefix
    [InlineData(@"in/(?<s>[a-z]+)\.csv", "in/{{ groups.s }}.parquet", "")] // another extension
    [InlineData(@"in/(?<s>[a-z]+)", "in/{{ groups.s }}1", "")] // a character that the pattern does not take
    public void A_route_that_starts_itself_is_found(string pattern, string output, string expected) =>
        Assert.Equal(expected, Found(Codes.LintLoop, Route("r", pattern, output)));

    [Theory]
    [InlineData("bucket: landing", "bucket: landing", "RD520 r: in/a>in/a")]
    [InlineData("bucket: landing", "bucket: pool", "")] // another bucket
    [InlineData("bucket: 'land.*'", "bucket: landing", "RD520 r: in/a>in/a")]
    [InlineData("bucket: landing, except: 'in/.*'", "bucket: landing", "")] // takes nothing at all
    [InlineData("bucket: landing, except: 'in/[a-z]'", "bucket: landing", "RD520 r: in/aa>in/aa")]
    [InlineData("bucket: landing, event: delete", "bucket: landing", "")] // writing deletes nothing
    [InlineData(
        "bucket: landing, where: { data.additionalDetails.archivalState: Archived }",
        "bucket: landing",
        "RD520 r: in/a>in/a"
    )] // it may be archived
    [InlineData("bucket: landing, except: { bucket: landing }", "bucket: landing", "")]
    [InlineData("bucket: landing, namespace: acme", "bucket: landing", "RD520 r: in/a>in/a")]
    public void Bucket_exceptions_and_kinds_count(string match, string bucket, string expected) =>
        Assert.Equal(
            expected,
            Found(Codes.LintLoop, Route("r", "in/(?<s>[a-z]+)", "in/{{ groups.s }}", match, bucket))
        );

    [Fact]
    public void A_circle_through_several_routes_and_buckets_is_found() =>
        Assert.Equal(
            "RD520 a: a/a>b/a>c/a>a/a",
            Found(
                Codes.LintLoop,
                Route("a", "a/(?<s>[a-z]+)", "b/{{ groups.s }}", "bucket: one", "bucket: two"),
                Route("b", "b/(?<s>[a-z]+)", "c/{{ groups.s }}", "bucket: two", "bucket: three"),
                Route("c", "c/(?<s>[a-z]+)", "a/{{ groups.s }}", "bucket: three", "bucket: one")
            )
        );

    [Fact]
    public void A_chain_that_does_not_come_back_is_proved() =>
        Assert.Equal(
            "",
            Found(
                Codes.LintLoop,
                Route("a", "a/(?<s>[a-z]+)", "b/{{ groups.s }}", "bucket: one", "bucket: two"),
                Route("b", "b/(?<s>[a-z]+)", "c/{{ groups.s }}", "bucket: two", "bucket: three"),
                Route("c", "c/(?<s>[a-z]+)", "a/{{ groups.s }}", "bucket: three", "bucket: two")
            )
        );

    [Theory]
    // each step is possible, and no name makes both
    [InlineData(
        "in/{{ groups.s }}.{{ if groups.x == 'json' }}txt{{ else }}parquet{{ end }}",
        "mid/(?<s>[a-z]+)\\.(?<x>csv|json)",
        ""
    )]
    [InlineData(
        "in/{{ groups.s }}.{{ if groups.x == 'csv' }}txt{{ else }}parquet{{ end }}",
        "mid/(?<s>[a-z]+)\\.(?<x>csv|json)",
        "RD520 a: in/a.csv>mid/a.csv>in/a.txt"
    )]
    // a part that is cut elsewhere by the next pattern
    [InlineData("in/{{ groups.s }}.txt", "mid/(?<s>[a-z]+)\\.t(?<x>.*)", "RD520 a: in/a.txt>mid/a.txt>in/a.txt")]
    [InlineData("in/{{ groups.x }}.csv", "mid/(?<s>[a-z]+)\\.t(?<x>.*)", "RD520 a: in/a.txt>mid/a.txt>in/xt.csv")]
    [InlineData("in/{{ groups.x }}.csv", "mid/(?<s>[a-z]+)\\.t(?<x>.?)", "")]
    // letter by letter
    [InlineData("in/{{ groups.s | string.downcase }}.csv", "mid/(?<s>[a-z]+\\.c)(?<x>sv)", "")]
    public void A_circle_is_decided_by_what_its_steps_make_together(string output, string pattern, string expected) =>
        Assert.Equal(
            expected,
            Found(
                Codes.LintLoop,
                Route("a", @"in/(?<s>[a-z]+)\.(?<x>csv|txt)", "mid/{{ groups.s }}.{{ groups.x }}"),
                Route("b", pattern, output)
            )
        );

    [Fact]
    public void A_circle_that_only_a_name_with_the_texts_of_all_routes_goes_round_is_found() =>
        Assert.StartsWith(
            "RD520 a: in/",
            Found(
                Codes.LintLoop,
                Route("a", "in/(?<s>[a-z]+)", "b/{{ groups.s }}"),
                Route("b", "b/(?<s>[a-z]*zq[a-z]*)", "c/{{ groups.s }}"),
                Route("c", "c/(?<s>[a-z]*wk[a-z]*)", "d/{{ groups.s }}"),
                Route("d", "d/(?<s>[a-z]*vj[a-z]*)", "in/{{ groups.s }}")
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_circle_that_a_later_route_breaks_is_proved() =>
        Assert.Equal(
            "",
            Found(
                Codes.LintLoop,
                Route("a", "in/(?<s>[a-z]+)", "b/{{ groups.s }}"),
                Route("b", "b/(?<s>[a-z]*zq)", "c/{{ groups.s }}"),
                Route("c", "c/(?<s>[a-z]*wk|zq)", "in/{{ groups.s }}", "bucket: landing, except: 'c/zq'")
            )
        );

    [Fact]
    public void An_earlier_route_that_takes_what_is_written_ends_the_circle() =>
        Assert.Equal(
            "",
            Found(
                Codes.LintLoop,
                Route("done", "in/(?<s>[a-z]+)-done", "out/{{ groups.s }}"),
                Route("r", "in/(?<s>[a-z]+(?:-done)?)", "in/{{ groups.s }}-done")
            )
        );

    [Theory]
    // injective: each part once, in order, with text between them that no part has
    [InlineData(@"in/(?<a>[a-z]+)-(?<b>[a-z]+)\.csv", "out/{{ groups.a }}/{{ groups.b }}.parquet", "")]
    [InlineData(@"in/(?<a>[a-z]+)-(?<b>[a-z]+)\.csv", "out/{{ groups.b }}/{{ groups.a }}.parquet", "")] // out of order
    [InlineData(@"in/(?<a>[a-z]+)-(?<b>[a-z]+)\.csv", "{{ groups.b }}/{{ groups.a }}/{{ groups.b }}", "")] // one twice
    [InlineData(@"in/(?<y>\d{4})(?<m>\d{2})/(?<s>.+)", "out/{{ groups.y }}{{ groups.m }}{{ groups.s }}", "")] // lengths
    [InlineData(@"in/.+", "out/{{ object.name }}", "")]
    [InlineData(@"in/.+", "{{ object.name }}.parquet", "")]
    [InlineData(@"in/(?<d>\d{8})", "out/{{ groups.d | date.parse '%Y%m%d' | date.to_string '%Y/%m/%d' }}", "")]
    [InlineData(@"in/(?<s>[a-z0-9]+)", "out/{{ groups.s | string.upcase }}", "")] // no upper case in it
    [InlineData(@"in/(?<s>[^/]+)\.csv", "out/{{ object.stem }}", "")]
    [InlineData(@"in/(?<f>.+)/(?<s>[^/]+)\.csv", "out/{{ object.folder }}/{{ object.stem }}", "")]
    [InlineData(@"in/(?<s>[a-z ]+)", "out/{{ groups.s | string.replace ' ' '_' }}", "")]
    [InlineData(@"in/(?<d>\d{8})", "out/{{ groups.d | string.slice 0 4 }}/{{ groups.d | string.slice 4 }}", "")]
    [InlineData(@"in/(?:(?<c>[a-z]{2})/)?(?<s>[^/]+)", "out/{{ groups.c ?? 'all' }}/{{ groups.s }}", "")]
    [InlineData(@"in/(?<s>.+)", "out/{{ groups.s | string.sha256 }}", "")]
    [InlineData(@"in/(?<s>.+)", "out/{{ event.id }}", "")] // no two events have one
    [InlineData(@"in/fixed", "out/fixed", "")] // one name only
    // not injective
    [InlineData(@"in/(?<a>[a-z]+)-(?<b>[a-z]+)\.csv", "out/{{ groups.a }}", "RD521 r: in/a-a.csv+in/a-b.csv=out/a")]
    [InlineData(@"in/(?<a>[a-z]+)\.(?:csv|txt)", "out/{{ groups.a }}", "RD521 r: in/a.csv+in/a.txt=out/a")]
    [InlineData(@"in/(?<a>[a-z-]+)_(?<b>[a-z-]+)", "out/{{ groups.a }}-{{ groups.b }}", "RD521 r:")]
    [InlineData(@"in/(?<s>[A-Za-z]+)", "out/{{ groups.s | string.downcase }}", "RD521 r: in/A+in/a=out/a")]
    [InlineData(@"in/.*\.csv", "out/{{ object.stem }}", "RD521 r:")] // the folder
    [InlineData(@"in/(?<s>\w+)\.(?<x>[a-z]+)", "out/{{ object.stem }}", "RD521 r:")] // the extension
    [InlineData(@"in/(?<d>\d{14})", "out/{{ groups.d | date.parse '%Y%m%d%H%M%S' | date.to_string '%F' }}", "RD521 r:")]
    [InlineData(@"in/(?<s>[a-z]{2,9})", "out/{{ groups.s | string.slice 0 2 }}", "RD521 r:")]
    [InlineData(@"in/(?<s>\d+)", "out/{{ groups.s | string.to_long }}", "RD521 r: in/07+in/7=out/7")]
    [InlineData(@"in/(?<s>[a-z _]+)", "out/{{ groups.s | string.replace ' ' '_' }}", "RD521 r:")]
    [InlineData(@"in/.+", "out/constant", "RD521 r:")]
    [InlineData(@"in/(?<s>[a-z]+)", "out/{{ if groups.s == 'a' }}x{{ else }}y{{ end }}", "RD521 r:")]
    [InlineData(@"(?:in|from)/(?<s>[a-z]+)", "out/{{ groups.s }}", "RD521 r: from/a+in/a=out/a")]
    public void Two_names_that_become_one_are_found_and_injective_outputs_are_proved(
        string pattern,
        string output,
        string expected
    )
    {
        string found = Found(Codes.LintOverwrite, Route("r", pattern, output, bucket: "bucket: elsewhere"));
        if (expected.EndsWith(':'))
            Assert.StartsWith(expected, found, StringComparison.Ordinal);
        else
            Assert.Equal(expected, Sorted(found));
    }

    [Theory]
    [InlineData("out/{{ groups.s }}", "out/{{ groups.s }}", "pool", "RD522 b: in/a+from/a=out/a")]
    [InlineData("out/{{ groups.s }}", "out/{{ groups.s }}", "other", "")] // another bucket
    [InlineData("out/{{ groups.s }}", "out2/{{ groups.s }}", "pool", "")] // another prefix
    [InlineData("out/{{ groups.s }}.csv", "out/{{ groups.s }}.txt", "pool", "")] // another extension
    [InlineData("out/{{ groups.s }}", "out/{{ object.name | string.upcase }}", "pool", "")] // another case
    [InlineData("out/x{{ groups.s }}", "out/{{ groups.s }}x", "pool", "RD522 b:")]
    public void Two_routes_that_write_one_object_are_found(string one, string other, string bucket, string expected)
    {
        string found = Found(
            Codes.LintTwoWriters,
            Route("a", "in/(?<s>[a-z]+)", one, bucket: "bucket: pool"),
            Route("b", "from/(?<s>[a-z]+)", other, bucket: $"bucket: {bucket}")
        );
        if (expected.EndsWith(':'))
            Assert.StartsWith(expected, found, StringComparison.Ordinal);
        else
            Assert.Equal(expected, found);
    }

    [Fact]
    public void Two_entries_of_one_route_that_name_one_object_are_found() =>
        Assert.StartsWith(
            "RD522 r: ",
            Found(
                Codes.LintTwoWriters,
                "  - name: r\n    match: { object: 'in/(?<s>[a-z]+)' }\n    task: { key: k }\n    bindings:\n"
                    + "      ONE: \"out/{{ groups.s }}\"\n      TWO: \"out/{{ groups.s }}x\"\n"
                    + "    writes: [{ object: ONE, bucket: b }, { object: TWO, bucket: b }]\n"
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(@"in/(?<d>\d{8})", "D: \"{{ groups.d | date.parse '%Y%m%d' | date.to_string '%F' }}\"", "RD301")]
    [InlineData(
        @"in/(?<d>20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|1\d|2[0-8]))",
        "D: \"{{ groups.d | date.parse '%Y%m%d' | date.to_string '%F' }}\"",
        ""
    )] // every one is a day
    [InlineData(
        @"in/(?<d>\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|1\d|2[0-8]))",
        "D: \"{{ groups.d | date.parse '%Y%m%d' | date.to_string '%F' }}\"",
        "RD301"
    )] // the year 0
    [InlineData(@"in/(?<d>\d{4}-\d{2}-\d{2})", "D: \"{{ groups.d | date.parse }}\"", "RD301")]
    [InlineData(@"in/(?<n>\d+)", "N: { simple: \"{{ groups.n }}\", type: integer }", "RD309")] // 01
    [InlineData(@"in/(?<n>[1-9]\d*)", "N: { simple: \"{{ groups.n }}\", type: integer }", "")]
    [InlineData(@"in/(?<n>\d+)", "N: \"{{ groups.n | string.to_int }}\"", "RD302")] // more than 32 bits
    [InlineData(@"in/(?<n>\d{1,9})", "N: \"{{ groups.n | string.to_int }}\"", "")]
    [InlineData(@"in/(?<s>[^/]+)/x", "S: \"out/{{ groups.s }}/y\"", "RD304")] // `..`
    [InlineData(@"in/(?<s>[a-z])?", "S: \"out/.{{ groups.s }}/y\"", "RD304")] // no group between the dot and the slash
    [InlineData(@"in/(?<s>[^/.]+)/x", "S: \"out/{{ groups.s }}/y\"", "")]
    [InlineData(@"in/(?<s>[^/]+)", "S: \"out/{{ groups.s }}.csv\"", "")] // no segment is `..csv`
    [InlineData(@"in/(?<s>.+)", "S: \"{{ object.name }}\"", "")] // it names what arrived
    [InlineData(@"in/(?<s>[a-z/]+)", "S: { schema: \"C/{{ groups.s }}\" }", "RD305")]
    [InlineData(@"in/(?<s>[a-z]+)", "S: { schema: \"C/{{ groups.s }}\" }", "")]
    [InlineData(@"in/(?<s>[a-z]+)", "S: \"{{ config.anything }}\"", "")] // not the name's fault
    public void Names_that_cannot_be_rendered_are_found(string pattern, string binding, string expected) =>
        Assert.Equal(
            expected,
            Failed(
                $"  - name: r\n    match: {{ object: '{pattern}' }}\n    task: {{ key: k }}\n"
                    + $"    bindings: {{ {binding} }}\n"
            )
        );

    [Theory]
    [InlineData(400, "RD306")]
    [InlineData(2_000, "")]
    public void A_text_over_max_length_is_found(int most, string expected) =>
        Assert.Equal(
            expected,
            Failed(
                "  - name: r\n    match: { object: 'in/(?<s>[a-z]+)' }\n    task: { key: k }\n"
                    + $"    max_length: {most}\n    bindings: {{ S: \"out/{{{{ groups.s }}}}\" }}\n"
            )
        );

    [Theory]
    [InlineData(@"in/(?<s>[a-z]+)", "out/{{ groups.s }}", "out/[a-z]+", "")]
    [InlineData(@"in/(?<s>[a-z0-9]+)", "out/{{ groups.s }}", "out/[a-z]+", "RD524 r:")]
    [InlineData(@"in/(?<s>[a-z]+)", "out/{{ groups.s }}.csv", @"out/.+\.parquet", "RD524 r:")]
    [InlineData(
        @"in/(?<d>\d{8})",
        "out/{{ groups.d | date.parse '%Y%m%d' | date.to_string '%Y/%m' }}",
        @"out/\d+/\d\d",
        ""
    )]
    public void A_name_outside_of_within_is_found(string pattern, string output, string within, string expected) =>
        Assert.StartsWith(
            expected,
            Found(Codes.LintOutside, Route("r", pattern, output, bucket: $"bucket: pool, within: '{within}'")),
            StringComparison.Ordinal
        );

    [Fact]
    public void What_bindings_suggest_is_a_guess_and_what_is_declared_is_not()
    {
        const string Guessed =
            "  - name: r\n    match: { object: 'in/(?<s>[a-z]+)' }\n    task: { key: k }\n"
            + "    bindings: { OUTPUT: \"in/{{ groups.s }}\" }\n";

        Assert.All(Findings(Guessed), finding => Assert.True(finding.IsGuess));
        Assert.Empty(Findings(Guessed + "    writes: []\n"));
        Assert.All(Findings(Guessed + "    writes: [{ object: OUTPUT, bucket: bucket }]\n"), finding =>
            Assert.False(finding.IsGuess)
        );
    }

    [Fact]
    public void A_bucket_that_only_the_configuration_names_is_any_bucket_until_it_is_given()
    {
        const string Routes =
            "  - name: r\n    match: { object: 'in/(?<s>[a-z]+)', bucket: landing }\n    task: { key: k }\n"
            + "    bindings: { OUT: \"in/{{ groups.s }}\", B: \"{{ config.pool }}\" }\n"
            + "    writes: [{ object: OUT, bucket: B }]\n";

        ProofFinding open = Assert.Single(Findings(Routes));
        Assert.True(open.HasOpenBucket);
        Assert.Equal("landing", Steps(open)[0].Configuration["pool"]);
        Assert.Empty(Prove(Routes, Given.Config(("pool", "elsewhere"))));
        Assert.Single(Prove(Routes, Given.Config(("pool", "landing"))));
    }

    [Fact]
    public void A_budget_that_is_spent_says_so()
    {
        using var over = new CancellationTokenSource();
        over.Cancel();
        DispatchPlanner planner = Given.Planner("version: 1\nroutes:\n" + Route("r", "in/(?<s>[a-z]+)", "out/x"));

        WriteProofs proofs = WriteProver.Prove(
            planner,
            null,
            RouteProver.Prove(planner.Set, CancellationToken.None),
            over.Token
        );

        Assert.NotEmpty(proofs.Findings);
        Assert.All(proofs.Findings, finding => Assert.Equal(Verdict.Unknown.Budget, finding.Verdict));
    }

    private static string Route(
        string name,
        string pattern,
        string output,
        string match = "bucket: landing",
        string bucket = "bucket: landing"
    ) =>
        $"  - name: {name}\n    match: {{ object: '{pattern}', {match} }}\n    task: {{ key: k }}\n"
        + $"    bindings: {{ OUT: \"{output}\" }}\n    writes: [{{ object: OUT, {bucket} }}]\n";

    private static ImmutableArray<ProofFinding> Findings(params string[] routes) => Prove(string.Concat(routes), null);

    private static ImmutableArray<ProofFinding> Prove(string routes, Configuration? configuration)
    {
        DispatchPlanner planner = Given.Planner("version: 1\nroutes:\n" + routes);
        return WriteProver
            .Prove(
                planner,
                configuration,
                RouteProver.Prove(planner.Set, CancellationToken.None),
                CancellationToken.None
            )
            .Findings;
    }

    private static ImmutableArray<ProofStep> Steps(ProofFinding finding) =>
        Assert.IsType<Verdict.Refuted>(finding.Verdict).Steps;

    // The findings of one code, each with its names.
    private static string Found(string code, params string[] routes) =>
        string.Join(
            '\n',
            Findings(routes)
                .Where(finding => finding.Code == code)
                .Select(finding =>
                    $"{code} {finding.Route.Name}: "
                    + (
                        finding.Verdict is not Verdict.Refuted refuted ? finding.Verdict.ToString()
                        : code == Codes.LintLoop ? string.Join('>', refuted.Steps.Select(step => step.Event.Object))
                        : string.Join('+', refuted.Steps.Select(step => step.Event.Object))
                            + $"={refuted.Steps[0].Written!.Name}"
                    )
                )
        );

    // Which of two names comes first is not asked.
    private static string Sorted(string found)
    {
        string[] parts = found.Split(": ");
        if (parts.Length < 2)
            return found;
        string[] sides = parts[1].Split('=');
        return $"{parts[0]}: {string.Join('+', sides[0].Split('+').Order(StringComparer.Ordinal))}={sides[1]}";
    }

    private static string Failed(string routes) =>
        string.Join(
            '\n',
            Findings(routes)
                .Where(finding => finding.Code == Codes.LintRenderFails)
                .Select(finding =>
                    finding.Verdict is Verdict.Refuted refuted
                        ? refuted.Steps[0].Error![..5]
                        : finding.Verdict.ToString()
                )
        );

    [Theory]
    [InlineData("{ P: '{{ groups.s }}' }", "", true)]
    [InlineData("{ P: '{{ config.key }}/{{ groups.s }}' }", "key=a", true)]
    [InlineData("{ P: '{{ config.key }}/{{ groups.s }}' }", "", false)] // the key is missing
    [InlineData("{ P: '{{ object.etag }}' }", "", false)] // a listing may not have it
    [InlineData("{ P: '{{ event.compartment_name }}' }", "", false)]
    [InlineData("{ P: \"archive/{{ event.time | date.to_string '%Y/%m/%d' }}/{{ object.name }}\" }", "", true)]
    [InlineData("{ P: \"{{ event.time | date.to_string '.%Y' }}/x\" }", "", true)]
    [InlineData(
        "{ P: \"{{ event.time | date.to_string '%e' | string.replace '1' '.' | string.strip }}/x\" }",
        "",
        false
    )]
    [InlineData("{ P: \"{{ event.time | date.add_days 1 | date.to_string '%F' }}\" }", "", false)]
    [InlineData("{ P: { simple: \"{{ event.time | date.to_string '%F' }}\", type: integer } }", "", false)]
    [InlineData("{ P: { simple: \"{{ event.time | date.to_string '%Y' }}\", type: integer } }", "", false)] // 0999
    [InlineData("{ P: { simple: \"{{ event.time | date.to_string '1%m' }}\", type: integer } }", "", true)]
    [InlineData("{ P: '{{ bucket.name }}' }", "", true)]
    [InlineData("{ P: '{{ bucket.namespace }}' }", "", false)] // any, with any characters
    [InlineData("{ P: { simple: '{{ groups.s }}', type: integer } }", "", false)]
    [InlineData("{ P: \"{{ groups.s | date.parse '%Y' | date.to_string '%F' }}\" }", "", false)]
    public void A_route_whose_request_cannot_fail_is_known_before_it_is_rendered(
        string bindings,
        string setting,
        bool cannot
    )
    {
        Routes.Route route = Given
            .Planner(
                "version: 1\ndefaults: { task: { workspace: w, application: a } }\nroutes:\n"
                    + "  - { name: r, match: { object: '(?<s>[a-z0-9]+)', bucket: landing }, task: { key: t }, "
                    + $"bindings: {bindings} }}\n"
            )
            .Set.Routes[0];
        Configuration configuration = Configuration.OfTest(
            setting.Length == 0 ? [] : [KeyValuePair.Create(setting.Split('=')[0], setting.Split('=')[1])]
        );

        Assert.Equal(cannot, RenderFailures.CannotFail(route, configuration));
    }
}
