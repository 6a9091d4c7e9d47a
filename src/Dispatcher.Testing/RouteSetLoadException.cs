using System.Collections.Immutable;
using Dispatcher.Diagnostics;

namespace Dispatcher.Testing;

/// <summary>A route set does not load. The message has every problem, each with its file, line and column.</summary>
public sealed class RouteSetLoadException : Exception
{
    internal RouteSetLoadException(string source, ImmutableArray<Diagnostic> diagnostics)
        : base(
            $"The route set `{source}` does not "
                + $"load:\n{string.Join('\n', diagnostics.Select(diagnostic => "  " + diagnostic))}"
        ) => Diagnostics = diagnostics;

    /// <summary>Every problem, ordered by position.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }
}
