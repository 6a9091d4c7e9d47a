using System.Collections.Immutable;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Diff;

/// <summary>Enabled routes that have another name in the other set and are written alike otherwise.</summary>
/// <param name="NewNames">The new name by the old one.</param>
internal sealed record RouteRenames(ImmutableDictionary<string, string> NewNames)
{
    /// <summary>The renames between two sets. Of several routes that are alike none is taken for another.</summary>
    public static RouteRenames Of(RouteSet before, RouteSet after)
    {
        ILookup<string, Route> gone = OnlyIn(before, after),
            come = OnlyIn(after, before);
        return new(
            gone.Where(alike => alike.Count() == 1 && come[alike.Key].Count() == 1)
                .ToImmutableDictionary(
                    alike => alike.Single().Name,
                    alike => come[alike.Key].Single().Name,
                    StringComparer.Ordinal
                )
        );
    }

    /// <summary>The name that the route has in the new set.</summary>
    public string NewName(string name) => NewNames.GetValueOrDefault(name, name);

    private static ILookup<string, Route> OnlyIn(RouteSet set, RouteSet other)
    {
        var known = other.Routes.Select(route => route.Name).ToHashSet(StringComparer.Ordinal);
        return set
            .Routes.Where(route => route.State == RouteState.Enabled && !known.Contains(route.Name) && !SeesName(route))
            .ToLookup(
                route =>
                    $"{route.Continue} {route.Fallback} {RouteWording.Match(route.Match)}\n"
                    + RouteWording.Request(route with { Name = "" }),
                StringComparer.Ordinal
            );
    }

    private static bool SeesName(Route route) =>
        RouteTemplates
            .Of(route)
            .SelectMany(placed => placed.Template.References)
            .Any(reference => reference is { Root: "route", Member: "name" or null });
}
