using System.Collections.Immutable;
using Dispatcher.Routes;

namespace Dispatcher.Events;

/// <summary>Fills in what somebody who describes an event by its object name leaves out, so that the conditions of the
/// route they think of hold.</summary>
public static class EventDefaults
{
    /// <summary>The texts that patterns accept and that are written out in full, in order.</summary>
    public static IEnumerable<string> Literals(ImmutableArray<PlacedPattern> patterns) =>
        patterns
            .Select(placed => placed.Pattern)
            .Where(pattern => pattern.RequiredPrefix.Length > 0 && pattern.IsMatch(pattern.RequiredPrefix))
            .Select(pattern => pattern.RequiredPrefix);

    /// <summary>A value that the patterns accept: the text of the first literal one; <paramref name="otherwise"/> when
    /// there are no patterns, or none is literal.</summary>
    public static string Value(ImmutableArray<PlacedPattern>? patterns, string otherwise) =>
        Literals(patterns ?? []).FirstOrDefault(otherwise);

    /// <summary>Create when the route takes it, else the first kind it takes.</summary>
    public static ObjectEventKind Kind(RouteMatch? match) =>
        match is null || match.Kinds.IsEmpty || match.Kinds.Contains(ObjectEventKind.Create)
            ? ObjectEventKind.Create
            : match.Kinds[0];
}
