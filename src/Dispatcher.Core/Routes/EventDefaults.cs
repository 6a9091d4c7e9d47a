using System.Collections.Immutable;
using Dispatcher.Events;

namespace Dispatcher.Routes;

/// <summary>Fills in what is missing of an event that is described by its object name, so that the conditions of the
/// route that is meant hold.</summary>
public static class EventDefaults
{
    /// <summary>The texts that patterns accept and that are written out in full, in order.</summary>
    public static IEnumerable<string> Literals(ImmutableArray<PlacedPattern> patterns) =>
        patterns
            .Select(placed => placed.Pattern)
            .Where(pattern => pattern.RequiredPrefix.Length > 0 && pattern.IsMatch(pattern.RequiredPrefix))
            .Select(pattern => pattern.RequiredPrefix);

    /// <summary>The made-up event with a value that the route's patterns accept in each place where one is written out;
    /// elsewhere it stays as it is.</summary>
    /// <param name="document">The event.</param>
    /// <param name="match">The route's conditions, or null.</param>
    public static EventDocument Fill(EventDocument document, RouteMatch? match)
    {
        ArgumentNullException.ThrowIfNull(document);
        foreach (MatchPart condition in match?.Conditions ?? [])
        {
            if (Literals(condition.Patterns).FirstOrDefault() is { } value)
                document = condition.Key.With(document, value);
        }

        return document;
    }

    /// <summary>Create when the route takes it, else the first kind it takes.</summary>
    public static ObjectEventKind Kind(RouteMatch? match) =>
        match is null || match.Kinds.IsEmpty || match.Kinds.Contains(ObjectEventKind.Create)
            ? ObjectEventKind.Create
            : match.Kinds[0];
}
