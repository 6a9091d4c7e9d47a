using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Patterns;

namespace Dispatcher.Routes.Loading;

/// <summary>What loading gave: a complete route set, or every problem found in one pass; never half a set.</summary>
/// <param name="Set">The set, or null when there is any error.</param>
/// <param name="Diagnostics">Every problem, ordered by position.</param>
public sealed record RouteLoad(RouteSet? Set, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Whether the YAML was parsed before: see <see cref="PreparedRoutes"/>.</summary>
    public bool Prepared { get; init; }

    /// <summary>The same with the values of the configuration in the patterns; a key that it lacks is an error of the
    /// load.</summary>
    public RouteLoad Under(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (Set is not { AsksConfiguration: true } set)
            return this;
        Diagnostic[] problems =
        [
            .. set
                .Routes.SelectMany(route => route.Match.Configured)
                .DistinctBy(placed => placed.Position)
                .SelectMany(placed => Problems(placed, configuration)),
        ];
        return problems.Length == 0
            ? this with
            {
                Set = set.Under(configuration),
            }
            : new RouteLoad(null, [.. Diagnostics.Concat(problems).OrderBy(problem => problem.Position)]);
    }

    private static IEnumerable<Diagnostic> Problems(PlacedPattern placed, Configuration configuration)
    {
        Diagnostic Error(string code, string message, string hint) =>
            new(code, Severity.Error, placed.Position, message, hint);
        string[] missing = [.. placed.Keys.Where(key => configuration.Find(key) is null)];
        if (missing.Length > 0)
            return missing.Select(key =>
                configuration.ReasonHidden(key) is var (why, advice)
                    ? Error(Codes.PatternConfiguration, $"the configuration key `{key}` {why}", advice)
                    : Error(
                        Codes.PatternConfiguration,
                        $"the pattern asks for the configuration key `{key}`, which is missing",
                        $"set `{key}`, or write the value itself"
                    )
            );
        return Pattern
            .Parse(PatternHoles.Filled(placed.Written!, configuration.Find))
            .Problems.Select(problem => Error(problem.Code, problem.Message, problem.Hint));
    }
}
