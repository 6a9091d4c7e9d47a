using Dispatcher.Campaign.Events;

namespace Dispatcher.Campaign.Judging;

/// <summary>Which events were lost, and which started something twice.</summary>
/// <param name="Lost">Events that have neither their runs nor a record.</param>
/// <param name="Doubled">Events with two runs of one task, or two records.</param>
/// <param name="Wrong">Events with what they must not have.</param>
internal sealed record Verdict(IReadOnlyList<string> Lost, IReadOnlyList<string> Doubled, IReadOnlyList<string> Wrong)
{
    /// <summary>Before a redrive: what is not run is recorded.</summary>
    public static Verdict BeforeRedrive(IEnumerable<CampaignEvent> events, Found found) =>
        Of(events, found, isRedriven: false);

    /// <summary>After it: all that can run has run, and only what never can is recorded.</summary>
    public static Verdict AfterRedrive(IEnumerable<CampaignEvent> events, Found found) =>
        Of(events, found, isRedriven: true);

    private static Verdict Of(IEnumerable<CampaignEvent> events, Found found, bool isRedriven)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        List<string> lost = [],
            doubled = [],
            wrong = [];
        foreach (CampaignEvent sent in events)
        {
            known.Add(sent.Key);
            IReadOnlyDictionary<string, int> runs = found.RunsOf(sent.Key);
            IReadOnlyList<string> records = found.RecordsOf(sent.Key);
            string[] missing = [.. sent.Tasks.Where(task => !runs.ContainsKey(task))];
            bool keepsRecord = sent.Ending == Ending.StaysDead;
            if (missing.Length > 0 && (isRedriven || records.Count == 0))
                lost.Add($"{sent.Key}: no run of {string.Join(", ", missing)}, {records.Count} record(s)");
            if (keepsRecord && records.Count == 0)
                lost.Add($"{sent.Key}: no record");
            foreach ((string task, int count) in runs.Where(run => run.Value > 1))
                doubled.Add($"{sent.Key}: {count} runs of {task}");
            if (records.Count > 1)
                doubled.Add($"{sent.Key}: {records.Count} records ({string.Join(", ", records)})");
            foreach (string task in runs.Keys.Except(sent.Tasks))
                wrong.Add($"{sent.Key}: a run of {task}");
            if (records.Count > 0 && sent.Ending == Ending.Runs && isRedriven)
                wrong.Add($"{sent.Key}: a record ({records[0]}) that no redrive took");
            if (records.Count > 0 && sent.Ending == Ending.Nothing && !records.All(outcome => outcome == "deferred"))
                wrong.Add($"{sent.Key}: a record ({records[0]}) of what starts nothing");
        }

        wrong.AddRange(found.Keys.Where(key => !known.Contains(key)).Select(key => $"{key}: nobody sent it"));
        return new Verdict(lost, doubled, wrong);
    }
}
