using System.Collections.Immutable;
using System.Text;
using Dispatcher.Analysis.Lint;
using Dispatcher.Analysis.Lint.Checks;
using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Analysis.Inference;

/// <summary>Proposes routes from object names: one for each kind of name, with groups, tests and near misses.</summary>
/// <remarks>cli-v1, <c>infer</c>. What is proposed has been loaded, linted and tried on every name by the code that the
/// function and the other commands run.</remarks>
internal static class RouteInference
{
    private const int MostTests = 2,
        MostRounds = 4;

    /// <summary>The proposal.</summary>
    /// <param name="names">The object names; each counts once.</param>
    /// <param name="bucket">The landing bucket, or null.</param>
    /// <param name="file">The one file for all routes; null for a file for each first folder.</param>
    /// <param name="existing">Route files that the new ones are to stand beside.</param>
    /// <param name="outOfTime">Ends the proofs; what was not decided by then is among the problems.</param>
    public static RouteProposal Propose(
        IEnumerable<string> names,
        string? bucket,
        string? file,
        ImmutableArray<RouteFile> existing,
        CancellationToken outOfTime
    )
    {
        DispatchPlanner? before =
            !existing.IsEmpty && RouteLoader.Load(existing, cancellationToken: CancellationToken.None).Set is { } loaded
                ? DispatchPlanner.For(loaded)
                : null;
        ILookup<string?, string> sorted = names
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToLookup(
                name =>
                    Unusable(name)
                    ?? (
                        Takers(before, bucket, name) is [var taker, ..]
                            ? $"route `{taker.Name}` takes it already"
                            : null
                    ),
                StringComparer.Ordinal
            );
        ImmutableArray<string> usable = [.. sorted[null]];
        ImmutableArray<InferredRoute> routes = Routes(usable, before?.Set.Routes.Select(route => route.Name) ?? []);
        Draft draft = new(file, bucket, existing, []);
        for (int round = 0; ; round++)
        {
            (DispatchPlanner? planner, ImmutableArray<Diagnostic> problems) = draft.Load(routes);
            if (planner is null)
                return Proposal(routes, planner, problems, draft);
            ImmutableArray<InferredRoute> mended =
                round == MostRounds ? routes : Reconciled(routes, RouteProver.Prove(planner.Set, outOfTime));
            if (!mended.SequenceEqual(routes))
            {
                routes = mended;
                continue;
            }

            Draft tested = draft with { Tests = Tests(routes, planner) };
            (planner, problems) = tested.Load(routes);
            if (planner is null)
                return Proposal(routes, planner, problems, tested);

            // Where the time ends, one proof may decide what the one before it did not: nothing is reported that could
            // still be mended.
            var subject = new LintSubject(planner, null, outOfTime);
            mended = round == MostRounds ? routes : Reconciled(routes, subject.Proofs);
            if (mended.SequenceEqual(routes))
                return Proposal(routes, planner, [.. problems, .. Findings(subject, routes)], tested);
            routes = mended;
        }

        RouteProposal Proposal(
            ImmutableArray<InferredRoute> proposed,
            DispatchPlanner? planner,
            ImmutableArray<Diagnostic> problems,
            Draft written
        ) =>
            new()
            {
                Routes = proposed,
                Files = written.Files(proposed),
                Left =
                [
                    .. sorted
                        .Where(group => group.Key is not null)
                        .SelectMany(group => group.Select(name => (name, group.Key!))),
                ],
                NotTaken = [.. usable.Where(name => Takers(planner, bucket, name).IsEmpty)],
                Problems = problems,
                Planner = planner,
            };
    }

    private static string? Unusable(string name)
    {
        if (name.EndsWith('/'))
            return "it is a folder of the console";
        if (name.Any(char.IsControl) || Enumerable.Range(0, name.Length).Any(at => Quote.IsUnsafe(name, at)))
            return "it has characters that do not print";
        if (name.Split('/').Any(part => part is "." or ".."))
            return "it has a folder `.` or `..`, which no request may name";
        return Encoding.UTF8.GetByteCount(name) > NameFinder.MaxNameBytes ? "it is longer than 1,024 bytes" : null;
    }

    private static ImmutableArray<InferredRoute> Routes(ImmutableArray<string> names, IEnumerable<string> taken)
    {
        ImmutableArray<NameKind> kinds = KindFinder.Find(names.Select(NameRow.Of));
        ImmutableArray<ImmutableArray<NamePart>> parts = [.. kinds.Select(KindDescription.Of)];
        ImmutableArray<string> routeNames = RouteNames.For(parts, taken);
        return
        [
            .. kinds
                .Select(
                    (kind, index) =>
                        new InferredRoute(
                            routeNames[index],
                            parts[index],
                            [.. kind.Rows.Select(row => row.Name).Order(StringComparer.Ordinal)]
                        )
                )
                .DistinctBy(route => route.Object)
                .OrderBy(route => route.File == "zz-other.yaml")
                .ThenBy(route => route.File, StringComparer.Ordinal)
                .ThenByDescending(route => route.Fixed)
                .ThenBy(route => route.Name, StringComparer.Ordinal),
        ];
    }

    // A route that others leave nothing to is left out; of two that take the same name, the first says so.
    private static ImmutableArray<InferredRoute> Reconciled(
        ImmutableArray<InferredRoute> routes,
        ImmutableArray<RouteProof> proofs
    )
    {
        HashSet<string> never =
        [
            .. proofs
                .Where(proof => proof.Fires == Decision.No && !proof.CoveredBy.IsEmpty)
                .Select(proof => proof.Route.Name),
        ];
        ILookup<string, string> behind = proofs
            .Where(proof => !never.Contains(proof.Route.Name))
            .SelectMany(proof => proof.Overlaps)
            .Where(overlap => !overlap.IsReconciled)
            .ToLookup(overlap => overlap.First.Name, overlap => overlap.Second.Name);
        return
        [
            .. routes
                .Where(route => !never.Contains(route.Name))
                .Select(route =>
                    behind[route.Name].Any()
                        ? route with
                        {
                            Overrides = [.. route.Overrides.Concat(behind[route.Name]).Distinct()],
                        }
                        : route
                ),
        ];
    }

    private static ImmutableDictionary<string, ImmutableArray<SuggestedTest>> Tests(
        ImmutableArray<InferredRoute> routes,
        DispatchPlanner planner
    ) =>
        routes.ToImmutableDictionary(
            route => route.Name,
            route =>
            {
                Route loaded = planner.Set.Routes.Single(candidate => candidate.Name == route.Name);
                // The first name and one from the middle: neighbours in order are often alike.
                IEnumerable<SuggestedTest> takes = Given(route)
                    .Select(name => TestSuggestions.OfName(planner, loaded, name, Configuration.Empty))
                    .OfType<SuggestedTest>()
                    .Where(test => test.Routes.Contains(route.Name))
                    .Take(MostTests);
                IEnumerable<SuggestedTest> misses = Given(route)
                    .SelectMany(name => NameSamples.Near(name, loaded.Match.Object[0].Pattern))
                    .Distinct()
                    .Select(name => TestSuggestions.OfName(planner, loaded, name, Configuration.Empty))
                    .OfType<SuggestedTest>()
                    .Where(test => test.Routes.IsEmpty)
                    .Take(MostTests);
                return ImmutableArray.CreateRange(takes.Concat(misses));
            }
        );

    private static IEnumerable<string> Given(InferredRoute route) =>
        new[] { route.Names[0], route.Names[route.Names.Length / 2], route.Names[^1] }.Distinct();

    private static IEnumerable<Diagnostic> Findings(LintSubject subject, ImmutableArray<InferredRoute> routes)
    {
        HashSet<string> proposed = [.. routes.Select(route => route.Name)];
        IEnumerable<Diagnostic> failed = subject
            .Tests.Where(test => !test.Passed && proposed.Contains(test.Route))
            .Select(test => new Diagnostic(Codes.LintNeverFires, Severity.Error, test.Position, test.Message, ""));
        // The owner is a question, and marked.
        return LintChecks
            .Run(subject)
            .Select(finding => finding.Problem)
            .Where(problem =>
                problem.Code != Codes.LintNoOwner
                && problem.Severity != Severity.Note
                && problem.Route is { } route
                && proposed.Contains(route)
            )
            .Concat(failed);
    }

    private static ImmutableArray<Route> Takers(DispatchPlanner? planner, string? bucket, string name) =>
        planner is not null
        && new EventDocument { Object = name, Kind = ObjectEventKind.Create }.Read() is EventReading.Accepted accepted
            ? [.. planner.Fired(bucket is null ? accepted.Event : accepted.Event with { Bucket = bucket })]
            : [];

    private sealed record Draft(
        string? File,
        string? Bucket,
        ImmutableArray<RouteFile> Existing,
        ImmutableDictionary<string, ImmutableArray<SuggestedTest>> Tests
    )
    {
        public ImmutableArray<ProposedFile> Files(ImmutableArray<InferredRoute> routes) =>
            [
                .. routes
                    .GroupBy(route => File ?? route.File)
                    .Select(group => new ProposedFile(
                        group.Key,
                        InferredYaml.Of(group, Bucket, route => Tests.GetValueOrDefault(route.Name, []))
                    )),
            ];

        public (DispatchPlanner? Planner, ImmutableArray<Diagnostic> Problems) Load(
            ImmutableArray<InferredRoute> routes
        )
        {
            RouteLoad load = RouteLoader.Load(
                Existing.Concat(
                    Files(routes).Select(file => new RouteFile(file.Name, Encoding.UTF8.GetBytes(file.Yaml)))
                )
            );
            return (
                load.Set is { } set ? DispatchPlanner.For(set) : null,
                [.. load.Diagnostics.Where(problem => problem.Severity == Severity.Error)]
            );
        }
    }
}
