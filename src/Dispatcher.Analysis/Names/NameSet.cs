using System.Collections.Immutable;
using Dispatcher.Patterns;

namespace Dispatcher.Analysis.Names;

/// <summary>The names a route takes: those that any of <paramref name="Include"/> matches and none of
/// <paramref name="Except"/> does.</summary>
/// <remarks>routes-v1, "match": <c>object</c> and <c>except</c>.</remarks>
public sealed record NameSet(ImmutableArray<Pattern> Include, ImmutableArray<Pattern> Except)
{
    /// <summary>What one pattern matches.</summary>
    public static NameSet Of(Pattern pattern) => new([pattern], []);

    /// <summary>Whether the name is in the set, decided by the matcher that routes run on.</summary>
    public bool Contains(string name) =>
        Include.Any(pattern => pattern.IsMatch(name)) && !Except.Any(pattern => pattern.IsMatch(name));
}
