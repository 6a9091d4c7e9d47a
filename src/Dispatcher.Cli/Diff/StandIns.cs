using System.Collections.Immutable;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Diff;

/// <summary>Values for configuration that is not given, so that requests can still be compared: the same in both
/// sets, and easy to recognise.</summary>
internal static class StandIns
{
    /// <summary>The configuration with a stand-in for every key that is looked up, must be there, and is not.</summary>
    /// <param name="given">What the user gave.</param>
    /// <param name="planners">The sets.</param>
    /// <returns>The configuration, and the keys that were made up.</returns>
    public static (Configuration Configuration, ImmutableArray<string> Keys) For(
        IEnumerable<KeyValuePair<string, string>> given,
        params ReadOnlySpan<DispatchPlanner> planners
    )
    {
        var pairs = given.ToDictionary(StringComparer.Ordinal);
        var wanted = new SortedSet<string>(StringComparer.Ordinal);
        foreach (DispatchPlanner planner in planners)
            wanted.UnionWith(planner.Set.Routes.SelectMany(RouteTemplates.RequiredConfiguration));

        ImmutableArray<string> missing = [.. wanted.Where(key => !pairs.ContainsKey(key))];
        string shown = pairs.GetValueOrDefault(Configuration.ShownKeys, "");
        return (
            Configuration.From(
                pairs
                    .Concat(missing.Select(key => KeyValuePair.Create(key, $"config.{key}")))
                    .Append(new(Configuration.ShownKeys, string.Join(',', missing.Append(shown))))
            ),
            missing
        );
    }
}
