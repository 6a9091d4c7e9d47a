using System.Collections.Immutable;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>What the checks look at.</summary>
/// <param name="Planner">The route set.</param>
/// <param name="Configuration">The function's configuration; null when none was given, so that nothing can be said
/// about its keys.</param>
/// <param name="OutOfTime">Ends the proofs; what was not decided by then is reported as unknown.</param>
/// <param name="LineAt">The line of a file that a position is in; null where it is not at hand.</param>
/// <param name="Progress">Told how many steps of the proofs of how many are done.</param>
internal sealed record LintSubject(
    DispatchPlanner Planner,
    Configuration? Configuration,
    CancellationToken OutOfTime,
    Func<SourcePosition, string?>? LineAt = null,
    Action<long, long>? Progress = null
)
{
    private WriteProofs? writes;

    private ImmutableArray<RouteTestResult>? tests;
    private ImmutableArray<RouteProof>? proofs;

    /// <summary>The options that say where routes and configuration are, without their dashes, and their values:
    /// command lines that show a finding repeat them.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Options { get; init; } = [];

    /// <summary>The names that producers promise.</summary>
    public ImmutableArray<PlacedPattern> Promised { get; init; } = [];

    /// <summary>What is proved of what the routes write; made when first asked for.</summary>
    public WriteProofs Writes => writes ??= WriteProver.Prove(Planner, Configuration, Proofs, OutOfTime);

    /// <summary>The routes, in the order they are tried.</summary>
    public ImmutableArray<Route> Routes => Planner.Set.Routes;

    /// <summary>The results of the route tests, in order; of those that time does not suffice for there are none. Run
    /// when first asked for.</summary>
    public ImmutableArray<RouteTestResult> Tests =>
        tests ??= [
            .. RouteTestRunner
                .RunAll(Planner, Configuration ?? Configuration.Empty)
                .TakeWhile(_ => !OutOfTime.IsCancellationRequested),
        ];

    /// <summary>What is proved of the routes among each other; made when first asked for.</summary>
    public ImmutableArray<RouteProof> Proofs => proofs ??= RouteProver.Prove(Planner.Set, OutOfTime, Progress);
}
