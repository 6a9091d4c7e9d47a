using System.Collections.Immutable;

namespace Dispatcher.Routes;

/// <summary>How the objects that a route takes become groups, of which each is one run.</summary>
/// <remarks>sweep-v1, "Groups".</remarks>
/// <param name="By">The key, over <c>groups</c>, <c>bucket</c> and <c>config</c>: objects with one key are one
/// group.</param>
/// <param name="Quiet">A group is ready when no member is younger than this.</param>
/// <param name="Complete">The parts that must be there as well; null where any members will do.</param>
/// <param name="AtMost">So long after its first member a group is ready although parts are missing; null for
/// never.</param>
public sealed record RouteGrouping(PlacedTemplate By, TimeSpan Quiet, GroupParts? Complete, TimeSpan? AtMost)
{
    /// <summary>Ten minutes: <see cref="Quiet"/> where the route does not say it.</summary>
    public static TimeSpan DefaultQuiet { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest time that a group may wait after its last member.</summary>
    public TimeSpan LongestWait => AtMost > Quiet ? AtMost.Value : Quiet;
}

/// <summary>The parts that a group must have.</summary>
/// <param name="Part">Which part a member is, over what <see cref="RouteGrouping.By"/> sees.</param>
/// <param name="Of">Every part, in the order written.</param>
public sealed record GroupParts(PlacedTemplate Part, ImmutableArray<string> Of);
