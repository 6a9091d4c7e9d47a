namespace Dispatcher.Cli.Runs;

/// <summary>How many of a route, and the first few.</summary>
internal sealed record RouteTallyOutput(string Route, long Count, IReadOnlyList<string> Sample)
{
    public static IReadOnlyList<RouteTallyOutput> Of(SortedDictionary<string, Tally> tallies) =>
        [.. tallies.Select(pair => new RouteTallyOutput(pair.Key, pair.Value.Count, pair.Value.Sample))];
}

/// <summary>How many that no route takes, by the nearest route, and the first few.</summary>
internal sealed record NearestTallyOutput(string Nearest, long Count, IReadOnlyList<string> Sample)
{
    public static IReadOnlyList<NearestTallyOutput> Of(SortedDictionary<string, Tally> tallies) =>
        [.. tallies.Select(pair => new NearestTallyOutput(pair.Key, pair.Value.Count, pair.Value.Sample))];
}

/// <summary>How many of a reason, and the first few.</summary>
internal sealed record ReasonTallyOutput(string Reason, long Count, IReadOnlyList<string> Sample)
{
    public static IReadOnlyList<ReasonTallyOutput> Of(SortedDictionary<string, Tally> tallies) =>
        [.. tallies.Select(pair => new ReasonTallyOutput(pair.Key, pair.Value.Count, pair.Value.Sample))];
}
