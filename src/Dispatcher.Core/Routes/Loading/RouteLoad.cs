using System.Collections.Immutable;
using Dispatcher.Diagnostics;

namespace Dispatcher.Routes.Loading;

/// <summary>What loading gave: a complete route set, or every problem found in one pass; never half a set.</summary>
/// <param name="Set">The set, or null when there is any error.</param>
/// <param name="Diagnostics">Every problem, ordered by position.</param>
public sealed record RouteLoad(RouteSet? Set, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Whether the YAML was parsed before: see <see cref="PreparedRoutes"/>.</summary>
    public bool Prepared { get; init; }
}
