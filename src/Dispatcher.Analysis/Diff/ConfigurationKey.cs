using System.Collections.Immutable;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Diff;

/// <summary>A key of the configuration that routes look up.</summary>
/// <param name="Key">The key.</param>
/// <param name="Routes">The routes that look it up, in their order.</param>
/// <param name="IsRequired">Whether an object of one of them is rejected without it.</param>
internal sealed record ConfigurationKey(string Key, ImmutableArray<string> Routes, bool IsRequired)
{
    /// <summary>The keys of a set, in ordinal order. Disabled routes look nothing up.</summary>
    public static ImmutableArray<ConfigurationKey> Of(RouteSet set)
    {
        var found =
            from route in set.Routes
            where route.State != RouteState.Disabled
            from look in LookUps(route)
            select (route.Name, look.Key, look.IsRequired);
        return
        [
            .. found
                .GroupBy(look => look.Key, StringComparer.Ordinal)
                .OrderBy(looks => looks.Key, StringComparer.Ordinal)
                .Select(looks => new ConfigurationKey(
                    looks.Key,
                    [.. looks.Select(look => look.Name).Distinct()],
                    looks.Any(look => look.IsRequired)
                )),
        ];
    }

    private static IEnumerable<(string Key, bool IsRequired)> LookUps(Route route) =>
        RouteTemplates
            .RequiredConfiguration(route)
            .Concat(route.Match.Configured.SelectMany(placed => placed.Keys))
            .Select(key => (key, true))
            .Concat(
                from placed in RouteTemplates.Of(route)
                from reference in placed.Template.References
                where reference is { Root: "config", Member: not null }
                select (reference.Member!, !reference.Optional)
            );
}
