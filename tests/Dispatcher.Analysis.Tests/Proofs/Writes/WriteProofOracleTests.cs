using System.Collections.Immutable;
using CsCheck;
using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Diagnostics;
using Dispatcher.Patterns;
using Dispatcher.Planning;
using Dispatcher.TestKit;
using Xunit.Abstractions;

namespace Dispatcher.Analysis.Tests.Proofs.Writes;

/// <summary>Every verdict about generated route sets, against trying all names of a small world with the planner of the
/// function.</summary>
/// <remarks>proofs-v1: every <c>proved</c> agrees with trying all names up to a length, and every counterexample is
/// reproduced.</remarks>
public sealed class WriteProofOracleTests(ITestOutputHelper output)
{
    private const int LongestName = 4;

    private static readonly string[] Buckets = ["x", "y"];

    private static readonly Gen<string> Item = Gen.OneOf(
        "a",
        "b",
        "A",
        "/",
        @"\.",
        "(?<g>[ab]+)",
        "(?<g>[ab]*)",
        "(?<g>[aA]+)",
        "(?<g>a|b)",
        "(?<g>[^/]+)",
        "(?<g>.+)",
        "(?<g>[ab])?",
        "(?<h>[ab]+)",
        "(?<h>[^/]*)",
        "(?<h>[ab]{2})",
        "(?<h>a(?:/b)?)",
        "(?:a|b)",
        "[ab]*",
        ".*",
        "(?:b/)?"
    );

    private static readonly Gen<string> Piece = Gen.OneOf(
        "a",
        "b",
        "/",
        ".",
        "a/",
        "{{ groups.g }}",
        "{{ groups.g }}",
        "{{ groups.h }}",
        "{{ groups.h }}",
        "{{ groups.g ?? 'b' }}",
        "{{ groups.g | string.upcase }}",
        "{{ groups.h | string.downcase }}",
        "{{ groups.g | string.slice 0 1 }}",
        "{{ groups.h | string.slice 1 }}",
        "{{ groups.h | string.replace 'a' 'b' }}",
        "{{ if groups.g == 'a' }}b{{ else }}a{{ end }}",
        "{{ object.name }}",
        "{{ object.stem }}",
        "{{ object.file }}",
        "{{ object.folder }}",
        "{{ object.extension }}"
    );

    private static readonly Gen<string> Route =
        from items in Item.Array[1, 4]
        from alternative in Item.Array[0, 3]
        from except in Gen.OneOf("", "", "", ", except: 'a.*'", ", except: '.*b'")
        from bucket in Gen.OneOf("", ", bucket: x", ", bucket: y")
        from outputs in Gen.Select(Piece.Array[1, 4], Gen.OneOf(Buckets), Gen.OneOf("", "", @"a.*", @".*[^.]")).Array[
            1,
            2
        ]
        from more in Gen.OneOf("", "", "", "    continue: true\n", "    state: shadow\n", "    max_length: 6\n")
        select Yaml(items, alternative, except, bucket, outputs, more);

    private static readonly Gen<string> Sets = Route
        .Array[1, 3]
        .Select(routes =>
            "version: 1\nroutes:\n"
            + string.Concat(routes.Select((route, i) => route.Replace("NAME", $"r{i}", StringComparison.Ordinal)))
        )
        .Where(yaml => Given.Load(yaml).Set is not null);

    // Each route hands its names on to the next one, the last to the first: usual sets have few such circles.
    private static readonly Gen<string> Rings =
        from routes in Gen.Select(
            Gen.OneOf("a", "b", "(?<g>[ab]+)", "(?<g>[ab]*)", "(?<g>[aA]+)", "(?<g>.*)", "(?:a|b)", "b?").Array[0, 2],
            Gen.OneOf("(?<h>[ab])", "(?<h>a|b)?", "(?<h>[aA]*)", "(?<h>b+)", "(?<h>.)"),
            Gen.OneOf(
                "a",
                "b",
                "{{ groups.g }}",
                "{{ groups.h }}",
                "{{ groups.h ?? 'a' }}",
                "{{ groups.g | string.upcase }}",
                "{{ groups.h | string.downcase }}",
                "{{ if groups.h == 'a' }}b{{ else }}a{{ end }}"
            ).Array[1, 3],
            Gen.OneOf("", "", "", ", except: '.a.*'")
        ).Array[2, 3]
        let yaml = "version: 1\nroutes:\n"
            + string.Concat(
                routes.Select(
                    (route, i) =>
                    {
                        (string[] items, string last, string[] pieces, string except) = route;
                        string next = "abA"[(i + 1) % routes.Length].ToString();
                        return Yaml(
                                ["abA"[i].ToString(), .. items, last],
                                [],
                                except,
                                "",
                                [([next, .. pieces], "x", "")],
                                ""
                            )
                            .Replace("NAME", $"r{i}", StringComparison.Ordinal);
                    }
                )
            )
        where Given.Load(yaml).Set is not null
        select yaml;

    private static readonly ImmutableArray<string> Names =
    [
        .. Enumerable
            .Range(1, LongestName)
            .SelectMany(length =>
                Enumerable
                    .Range(0, (int)Math.Pow(5, length))
                    .Select(n =>
                        string.Concat(Enumerable.Range(0, length).Select(i => "abA/."[(n / (int)Math.Pow(5, i)) % 5]))
                    )
            ),
    ];

    private readonly Dictionary<string, (int Proved, int Refuted, int Unknown)> counts = [];
    private int sets,
        overwritten,
        looped,
        shared,
        failing,
        outside;

    [Fact]
    public void Verdicts_agree_with_trying_every_name_of_a_small_world()
    {
        Sets.Sample(Check, iter: Iterations.Of(10_000, 150), threads: 2);

        output.WriteLine($"{sets} route sets, {Names.Length} names in {Buckets.Length} buckets tried on each.");
        foreach ((string code, (int proved, int refuted, int unknown)) in counts.OrderBy(pair => pair.Key))
            output.WriteLine($"{code}: {proved} proved, {refuted} with a counterexample, {unknown} unknown");
        output.WriteLine(
            $"found by trying: {looped} loops, {overwritten} overwrites, {shared} pairs of writers, "
                + $"{failing} failures, {outside} outside. 0 differences."
        );
        // What is never generated is never proved.
        Assert.All([overwritten, looped, shared, failing, outside], count => Assert.NotEqual(0, count));
        Assert.All(counts.Values, count => Assert.True(count.Proved > 0 && count.Refuted > 0));
    }

    [Fact]
    public void Circles_of_several_routes_agree_with_trying_every_name()
    {
        int composed = 0,
            found = 0,
            unknown = 0;
        Rings.Sample(
            yaml =>
            {
                DispatchPlanner planner = Given.Planner(yaml);
                WriteProofs proofs = Prove(planner);
                if (!HasCircle(proofs.Chain))
                    return;
                ProofFinding? finding = proofs.Findings.FirstOrDefault(finding => finding.Code == Codes.LintLoop);
                if (finding is null)
                {
                    Interlocked.Increment(ref composed);
                    string? loop = World.Of(planner).Loop();
                    Assert.True(loop is null, $"RD520 proved, but {loop}\n{yaml}");
                }
                else if (finding.Verdict is Verdict.Refuted refuted)
                {
                    Interlocked.Increment(ref found);
                    Reproduce(planner, finding, refuted, yaml);
                }
                else
                {
                    Interlocked.Increment(ref unknown);
                }
            },
            iter: Iterations.Of(5_000, 200),
            threads: 2
        );

        output.WriteLine(
            $"of circles whose steps are possible {composed} proved not to be loops, {found} with a counterexample, "
                + $"{unknown} unknown"
        );
        // Circles that are no loops are few; the short form may have none.
        Assert.NotEqual(0, found);
    }

    // Whether going from step to step comes back.
    private static bool HasCircle(ImmutableArray<WriteEdge> chain)
    {
        ILookup<string, string> next = chain.ToLookup(edge => edge.Image.Route.Name, edge => edge.Taker.Name);
        return next.Any(first =>
        {
            var reached = new HashSet<string>();
            var pending = new Stack<string>(first);
            while (pending.TryPop(out string? at))
            {
                if (reached.Add(at))
                {
                    foreach (string then in next[at])
                        pending.Push(then);
                }
            }

            return reached.Contains(first.Key);
        });
    }

    [Fact]
    public void Promised_names_agree_with_trying_every_name() =>
        Gen.Select(Sets, Item.Array[1, 4])
            .Where((_, promised) => Pattern.Parse(Joined(promised)).Pattern is not null)
            .Sample(
                (yaml, promised) =>
                {
                    DispatchPlanner planner = Given.Planner(yaml);
                    Pattern pattern = Pattern.Parse(Joined(promised)).Pattern!;
                    NameSearch open = Completeness.Ask(planner, pattern, CancellationToken.None);
                    string? tried = Names
                        .Where(pattern.IsMatch)
                        .FirstOrDefault(name => !Buckets.Append("z").Any(bucket => Fires(planner, name, bucket)));
                    if (open.Found == Decision.No)
                        Assert.Null(tried);
                    if (open.Witness is { } name)
                        Assert.True(
                            pattern.IsMatch(name) && !Buckets.Append("z").Any(bucket => Fires(planner, name, bucket))
                        );
                },
                iter: Iterations.Of(2_000),
                threads: 2
            );

    private static bool Fires(DispatchPlanner planner, string name, string bucket) =>
        planner.Fired(Given.Event(name, bucket)).Any(route => route.State == Routes.RouteState.Enabled);

    private void Check(string yaml)
    {
        DispatchPlanner planner = Given.Planner(yaml);
        WriteProofs proofs = Prove(planner);
        World world = World.Of(planner);
        lock (counts)
        {
            sets++;
            Overwrites(proofs, world, yaml);
            Within(proofs, world, yaml);
            Writers(proofs, world, yaml);
            Failures(proofs, world, yaml);
            Circles(proofs, world, yaml);
        }

        foreach (ProofFinding finding in proofs.Findings)
        {
            if (finding.Verdict is Verdict.Refuted refuted)
                Reproduce(planner, finding, refuted, yaml);
        }
    }

    private static WriteProofs Prove(DispatchPlanner planner) =>
        WriteProver.Prove(
            planner,
            Given.Here,
            RouteProver.Prove(planner.Set, CancellationToken.None),
            CancellationToken.None
        );

    private void Count(string code, Verdict? verdict)
    {
        (int proved, int refuted, int unknown) = counts.GetValueOrDefault(code);
        counts[code] = verdict switch
        {
            null => (proved + 1, refuted, unknown),
            Verdict.Refuted => (proved, refuted + 1, unknown),
            _ => (proved, refuted, unknown + 1),
        };
    }

    private void Overwrites(WriteProofs proofs, World world, string yaml)
    {
        foreach (var image in proofs.Images)
        {
            Verdict? verdict = proofs
                .Findings.FirstOrDefault(finding =>
                    finding.Code == Codes.LintOverwrite && ReferenceEquals(finding.Image, image)
                )
                ?.Verdict;
            Count(Codes.LintOverwrite, verdict);
            var clash = world
                .Written.Where(one => one.Route == image.Route.Name && one.Entry == image.Write.Object)
                .GroupBy(one => (one.Bucket, one.Name))
                .FirstOrDefault(group => group.Select(one => one.Object).Distinct().Count() > 1);
            overwritten += clash is null ? 0 : 1;
            Assert.False(
                verdict is null && clash is not null,
                $"RD521 proved, but {string.Join(" and ", clash ?? Enumerable.Empty<World.Write>())}\n{yaml}"
            );
        }
    }

    private void Within(WriteProofs proofs, World world, string yaml)
    {
        foreach (var image in proofs.Images.Where(image => image.Write.Within is not null))
        {
            Verdict? verdict = proofs
                .Findings.FirstOrDefault(finding =>
                    finding.Code == Codes.LintOutside && ReferenceEquals(finding.Image, image)
                )
                ?.Verdict;
            Count(Codes.LintOutside, verdict);
            World.Write? found = world.Written.FirstOrDefault(one =>
                one.Route == image.Route.Name
                && one.Entry == image.Write.Object
                && !image.Write.Within!.Pattern.IsMatch(one.Name)
            );
            outside += found is null ? 0 : 1;
            Assert.False(verdict is null && found is not null, $"RD524 proved, but {found}\n{yaml}");
        }
    }

    private void Writers(WriteProofs proofs, World world, string yaml)
    {
        for (int i = 0; i < proofs.Images.Length; i++)
        {
            ProofFinding[] of =
            [
                .. proofs.Findings.Where(finding =>
                    finding.Code == Codes.LintTwoWriters && ReferenceEquals(finding.Image, proofs.Images[i])
                ),
            ];
            for (int j = 0; j < i; j++)
            {
                var (one, other) = (proofs.Images[i], proofs.Images[j]);
                ProofFinding? finding = of.FirstOrDefault(found => found.Others.Contains(other.Route));
                Count(Codes.LintTwoWriters, finding?.Verdict);
                HashSet<(string, string)> first =
                [
                    .. world
                        .Written.Where(w => w.Route == one.Route.Name && w.Entry == one.Write.Object)
                        .Select(w => (w.Bucket, w.Name)),
                ];
                World.Write? both = world.Written.FirstOrDefault(w =>
                    w.Route == other.Route.Name && w.Entry == other.Write.Object && first.Contains((w.Bucket, w.Name))
                );
                shared += both is null ? 0 : 1;
                // Of one entry the first three pairs are shown.
                Assert.False(
                    finding is null && of.Length < 3 && both is not null,
                    $"RD522 proved for {one.Route.Name} and {other.Route.Name}, but {both}\n{yaml}"
                );
            }
        }
    }

    private void Failures(WriteProofs proofs, World world, string yaml)
    {
        foreach (var route in planner(world).Set.Routes.Where(route => route.State == Routes.RouteState.Enabled))
        {
            Verdict? verdict = proofs
                .Findings.FirstOrDefault(finding => finding.Code == Codes.LintRenderFails && finding.Route == route)
                ?.Verdict;
            Count(Codes.LintRenderFails, verdict);
            string? failed = world.Failed.FirstOrDefault(one => one.Route == route.Name).Text;
            failing += failed is null ? 0 : 1;
            Assert.False(verdict is null && failed is not null, $"RD523 proved, but {failed}\n{yaml}");
            Assert.False(
                failed is not null && RenderFailures.CannotFail(route, Given.Here),
                $"It cannot fail, but {failed}\n{yaml}"
            );
        }

        static DispatchPlanner planner(World world) => world.Planner;
    }

    private void Circles(WriteProofs proofs, World world, string yaml)
    {
        Verdict? verdict = proofs
            .Findings.Where(finding => finding.Code == Codes.LintLoop)
            .Select(finding => finding.Verdict)
            .OrderByDescending(found => found is Verdict.Refuted)
            .FirstOrDefault();
        Count(Codes.LintLoop, verdict);
        string? loop = world.Loop();
        looped += loop is null ? 0 : 1;
        Assert.False(verdict is null && loop is not null, $"RD520 proved, but {loop}\n{yaml}");
    }

    // Each counterexample, once more and with nothing but the planner.
    private static void Reproduce(DispatchPlanner planner, ProofFinding finding, Verdict.Refuted refuted, string yaml)
    {
        DispatchPlan[] plans = [.. refuted.Steps.Select(step => planner.Plan(Given.Event(step.Event), Given.Here))];
        string shown = $"{finding.Code} {string.Join(" ", refuted.Steps.Select(step => step.Event.Object))}\n{yaml}";
        ImmutableArray<WrittenObject> Written(int step) =>
            plans[step].Runs.Single(run => run.Route == refuted.Steps[step].Route!.Name).Writes;
        switch (finding.Code)
        {
            case Codes.LintLoop:
                for (int i = 0; i + 1 < plans.Length; i++)
                    Assert.True(
                        Written(i)
                            .Contains(
                                new WrittenObject(refuted.Steps[i + 1].Event.Bucket, refuted.Steps[i + 1].Event.Object)
                            ),
                        shown
                    );
                Assert.True(refuted.Steps[0].Route == refuted.Steps[^1].Route, shown);
                Assert.Contains(
                    refuted.Steps[0].Route!.Name,
                    plans[^1].Runs.Select(run => run.Route).Concat(plans[^1].Errors.Select(error => error.Route))
                );
                break;
            case Codes.LintOverwrite:
                Assert.True(refuted.Steps[0].Event.Object != refuted.Steps[1].Event.Object, shown);
                Assert.True(Written(0).Intersect(Written(1)).Any(), shown);
                break;
            case Codes.LintTwoWriters:
                Assert.True(Written(0).Intersect(Written(1)).Any(), shown);
                break;
            case Codes.LintOutside:
                Assert.True(
                    Written(0).Any(written => !finding.Image!.Write.Within!.Pattern.IsMatch(written.Name)),
                    shown
                );
                break;
            default:
                Assert.True(plans[0].Errors.Any(error => error.Route == finding.Route.Name), shown);
                break;
        }
    }

    private static string Joined(string[] items)
    {
        // A group's name stands once in a pattern.
        string pattern = "";
        foreach (string item in items)
        {
            bool again =
                (item.Contains("<g>", StringComparison.Ordinal) && pattern.Contains("<g>", StringComparison.Ordinal))
                || (
                    item.Contains("<h>", StringComparison.Ordinal) && pattern.Contains("<h>", StringComparison.Ordinal)
                );
            pattern += again ? "b" : item;
        }

        return pattern;
    }

    private static string Yaml(
        string[] items,
        string[] alternative,
        string except,
        string bucket,
        (string[] Pieces, string Bucket, string Within)[] outputs,
        string more
    )
    {
        string pattern = Joined(items);
        string objects = alternative.Length == 0 ? $"'{pattern}'" : $"['{pattern}', '{Joined(alternative)}']";
        string bindings = string.Concat(
            outputs.Select((written, i) => $"      O{i}: \"{string.Concat(written.Pieces)}\"\n")
        );
        string writes = string.Join(
            ", ",
            outputs.Select(
                (written, i) =>
                    $"{{ object: O{i}, bucket: {written.Bucket}"
                    + $"{(written.Within.Length == 0 ? "" : $", within: '{written.Within}'")} }}"
            )
        );
        return $"  - name: NAME\n    match: {{ object: {objects}{except}{bucket} }}\n    task: {{ key: k }}\n"
            + $"    bindings:\n{bindings}    writes: [{writes}]\n{more}";
    }

    /// <summary>What the planner does with every event of the small world.</summary>
    private sealed class World
    {
        public required DispatchPlanner Planner { get; init; }

        public List<Write> Written { get; } = [];

        public List<(string? Route, string Text)> Failed { get; } = [];

        public static World Of(DispatchPlanner planner)
        {
            var world = new World { Planner = planner };
            foreach (string bucket in Buckets)
            {
                foreach (string name in Names)
                    world.Add(bucket, name);
            }

            return world;
        }

        /// <summary>A chain of objects in which a route fires twice, or null.</summary>
        public string? Loop() =>
            Written
                .Select(write => Follow(write, [write.Route], $"{write.Object}"))
                .FirstOrDefault(found => found is not null);

        private string? Follow(Write write, ImmutableArray<string> fired, string chain)
        {
            if (write.Name.Length == 0 || fired.Length > 4)
                return null;
            DispatchPlan plan = Planner.Plan(Given.Event(write.Name, write.Bucket), Given.Here);
            foreach (
                string route in plan.Runs.Select(run => run.Route).Concat(plan.Errors.Select(error => error.Route!))
            )
            {
                string then = $"{chain} → {fired[^1]} → {write.Name}";
                if (fired.Contains(route))
                    return $"{then} → {route}";
                foreach (Write next in Writes(plan).Where(next => next.Route == route))
                {
                    if (Follow(next, fired.Add(route), then) is { } found)
                        return found;
                }
            }

            return null;
        }

        private void Add(string bucket, string name)
        {
            DispatchPlan plan = Planner.Plan(Given.Event(name, bucket), Given.Here);
            Written.AddRange(Writes(plan));
            Failed.AddRange(plan.Errors.Select(error => (error.Route, $"{name}: {error.Message}")));
        }

        private static IEnumerable<Write> Writes(DispatchPlan plan) =>
            from run in plan.Runs
            from written in run.Writes.Select((written, i) => (Object: written, Entry: $"O{i}"))
            where written.Object.Name.Length > 0
            select new Write(
                run.Route,
                written.Entry,
                plan.Event.ObjectName,
                written.Object.Bucket,
                written.Object.Name
            );

        public sealed record Write(string Route, string Entry, string Object, string Bucket, string Name);
    }
}
