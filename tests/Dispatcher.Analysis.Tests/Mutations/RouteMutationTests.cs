using System.Collections.Immutable;
using CsCheck;
using Dispatcher.Analysis.Mutations;
using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Events;
using Dispatcher.Patterns;
using Dispatcher.Planning;
using Dispatcher.TestKit;
using Dispatcher.TestKit.Patterns;

namespace Dispatcher.Analysis.Tests.Mutations;

public sealed class RouteMutationTests
{
    private const string Many = """
        version: 1
        defaults:
          task: { key: t, workspace: w, application: a }
          bindings: { IN: "{{ object.name }}" }
        routes:
          - name: first
            match: { object: ['in/(?<y>\d{4})-(?<m>\d{2})/[a-z]+\.csv', 'x?y*|z{2,3}'], except: '.*tmp.*', bucket: b, event: create }
            vars: { folder: "out/{{ groups.y }}" }
            bindings: { OUT: "{{ vars.folder }}/{{ groups.m | string.upcase }}", FLAG: true, DEEP: { root: { a: [1, "{{ route.name }}"] } } }
            tests:
              - { object: in/2026-11/a.csv, expect: { route: first, bindings: { OUT: out/2026/11 } } }
              - { object: in/2026-11/a_csv, expect: unmatched }
          - name: second
            match: { object: 'in/.*' }
            state: shadow
            tests:
              - { object: in/a, expect: { route: second, bindings: { IN: in/a } } }
        """;

    [Theory]
    [InlineData(@"a\.csv", @"a.csv", @"a\.csv.*", @".*a\.csv")]
    [InlineData(@"\d+", ".+", @"\d*", @"\d", @"\d+.*", @".*\d+")]
    [InlineData("[ab]{2}", "[ab]{2,}", ".{2}", "[ab]{2}.*", ".*[ab]{2}")]
    [InlineData(
        "(?i)(?<n>a|b)?",
        "(?i)(?<n>b)?",
        "(?i)(?<n>a)?",
        "(?i)(?<n>a|b)",
        "(?i)(?<n>a|b)?.*",
        "(?i).*(?<n>a|b)?"
    )] // the group stays
    [InlineData("x*", "x+", "x*.*", ".*x*")]
    [InlineData("a.csv", @"a\.csv", "a.csv.*", ".*a.csv")] // the backslash may have been forgotten
    [InlineData(".+", ".*", ".", ".+.*", ".*.+")]
    public void A_pattern_is_changed_in_small_ways(string pattern, params string[] changed) =>
        Assert.Equal(
            changed.Order(),
            PatternMutations
                .Of(Pattern.Parse(pattern).Pattern!, ends: true)
                .Select(change => change.Changed.Text)
                .Order()
        );

    [Fact]
    public void A_pattern_written_again_means_the_same() =>
        PatternGen.Models.Sample(
            model =>
            {
                if (Pattern.Parse(model.Written).Pattern is not { } pattern)
                    return;
                string written = PatternText.Of(pattern.Root);
                Pattern again = Pattern.Parse(written).Pattern!;
                Assert.Equal(written, PatternText.Of(again.Root));
                Assert.Equal<IEnumerable<string>>(pattern.GroupNames, again.GroupNames);
                Assert.NotEqual(
                    Decision.Yes,
                    NameAnalysis.Difference(NameSet.Of(pattern), NameSet.Of(again), new WorkBudget(20_000)).Found
                );
                Assert.NotEqual(
                    Decision.Yes,
                    NameAnalysis.Difference(NameSet.Of(again), NameSet.Of(pattern), new WorkBudget(20_000)).Found
                );
            },
            iter: Iterations.Of(500)
        );

    [Fact]
    public void What_survives_fails_no_test_and_its_witness_tells_the_difference()
    {
        DispatchPlanner planner = Given.Planner(Many);
        MutationReport report = RouteMutationRunner.Run(
            planner,
            Configuration.Empty,
            outOfTime: CancellationToken.None,
            stopping: CancellationToken.None
        );
        Assert.InRange(report.Noticed, 10, 200);
        Assert.InRange(report.Survived.Length, 20, 200);
        foreach ((RouteMutant mutant, EventDocument? witness) in report.Survived)
        {
            DispatchPlanner changed = DispatchPlanner.For(planner.Set.With(mutant.Changed));
            Assert.All(RouteTestRunner.RunAll(changed, Configuration.Empty), result =>
                Assert.Equal("", result.Message)
            );
            Assert.Equal(mutant.ChangesMatch, witness is not null);
            if (witness is not null)
                Assert.NotEqual(Fired(planner, witness), Fired(changed, witness));
        }
    }

    [Fact]
    public void What_time_does_not_suffice_for_is_unknown_and_counted()
    {
        using var over = new CancellationTokenSource();
        over.Cancel();
        DispatchPlanner planner = Given.Planner(Many);
        MutationReport all = RouteMutationRunner.Run(
            planner,
            Configuration.Empty,
            outOfTime: CancellationToken.None,
            stopping: CancellationToken.None
        );

        MutationReport report = RouteMutationRunner.Run(
            planner,
            Configuration.Empty,
            over.Token,
            stopping: CancellationToken.None
        );

        Assert.Equal((0, 0), (report.Noticed, report.Survived.Length));
        // A change that no event tells is one of them until that is proved.
        Assert.InRange(report.Unknown, all.Noticed + all.Survived.Length, int.MaxValue);
        Assert.Equal(0, all.Unknown);
    }

    // They took more than 90 s. What is counted is the memory that the work takes.
    [Fact]
    public void Sixty_routes_that_are_costly_to_match_are_unknown_after_little_work_when_time_is_over()
    {
        DispatchPlanner planner = Given.Planner(
            "version: 1\ndefaults: { task: { key: t, workspace: w, application: a } }\nroutes:\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 60)
                        .Select(i =>
                            $"  - {{ name: r{i}, match: {{ object: 'in/.*[aX].{{{200 + i}}}' }}, tests: [{{ object: "
                            + $"in/{new string('a', 201 + i)}, expect: {{ route: r{i} }} }}] }}\n"
                        )
                )
        );
        using var over = new CancellationTokenSource();
        over.Cancel();

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        MutationReport report = RouteMutationRunner.Run(
            planner,
            Configuration.Empty,
            over.Token,
            stopping: CancellationToken.None
        );
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        Assert.Equal((0, 0), (report.Noticed, report.Survived.Length));
        Assert.InRange(report.Unknown, 60, int.MaxValue);
        Assert.InRange(allocated, 0, 16 << 20);
    }

    private static IEnumerable<string> Fired(DispatchPlanner planner, EventDocument witness) =>
        planner.Fired(Given.Event(witness)).Select(route => route.Name);

    [Theory]
    [InlineData("match.object", @"\.", ".", false)] // the near miss notices
    [InlineData("match.object", @"\d{4}", @"\d{4,}", true)]
    [InlineData("match.bucket", "b", "", true)]
    [InlineData("match.event", "[create]", "[create, update]", true)]
    [InlineData("vars.folder", "out/", "", false)]
    [InlineData("vars.folder", "groups.y", "groups.m", false)]
    [InlineData("bindings.OUT", " | string.upcase", "", true)] // digits have no upper case
    [InlineData("bindings.FLAG", "true", "false", true)]
    [InlineData("bindings.DEEP", "{{ route.name }}", "", true)]
    [InlineData("bindings.IN", "{{ object.name }}", "", false)] // a default: the second route's test notices
    public void A_change_survives_exactly_when_no_test_looks(string part, string before, string after, bool survives)
    {
        DispatchPlanner planner = Given.Planner(Many);
        Assert.Contains(planner.Set.Routes.SelectMany(RouteMutations.Of), mutant => Is(mutant));
        Assert.Equal(
            survives,
            RouteMutationRunner
                .Run(planner, Configuration.Empty, CancellationToken.None, CancellationToken.None)
                .Survived.Any(survivor => Is(survivor.Mutant))
        );

        bool Is(RouteMutant mutant) =>
            (mutant.Part, mutant.Before.Trim(), mutant.After.Trim()) == (part, before.Trim(), after);
    }

    [Fact]
    public void A_change_that_no_event_can_tell_is_no_change()
    {
        // `.*` takes everything that begins with x; more of it is the same.
        DispatchPlanner planner = Given.Planner(
            Given.Route("match: { object: 'x.*' }\ntask: { key: t, workspace: w, application: a }")
        );
        ImmutableArray<SurvivingMutant> survived = RouteMutationRunner
            .Run(planner, Configuration.Empty, CancellationToken.None, CancellationToken.None)
            .Survived;
        Assert.DoesNotContain(survived, survivor => survivor.Mutant.After == ".*$");
        Assert.Contains(survived, survivor => survivor.Mutant.After == "^.*");
    }
}
