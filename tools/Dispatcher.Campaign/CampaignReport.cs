using System.Globalization;
using System.Text;
using Dispatcher.Campaign.Faults;
using Dispatcher.Campaign.Judging;
using Dispatcher.Campaign.Sending;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;

namespace Dispatcher.Campaign;

/// <summary>What a campaign did and found.</summary>
internal sealed class CampaignReport
{
    private const int Shown = 20;

    public required CampaignSettings Settings { get; init; }

    public required TimeSpan Time { get; init; }

    public required Ledger Ledger { get; init; }

    public required Weather Weather { get; init; }

    public required Clocks Clocks { get; init; }

    public required Redrive Redrive { get; init; }

    public required int Kills { get; init; }

    public required int Freezes { get; init; }

    public required int Unread { get; init; }

    public required IReadOnlyList<string> Died { get; init; }

    public required IReadOnlyDictionary<(string Operation, Fault Fault), long> Faults { get; init; }

    public required long Replays { get; init; }

    public required Found Found { get; init; }

    public required int Overtaken { get; init; }

    public required IReadOnlyList<Verdict> Verdicts { get; init; }

    /// <summary>How many calls there were.</summary>
    public int Deliveries => Ledger.Deliveries;

    /// <summary>Events that have neither their runs nor a record, at any of the looks.</summary>
    public IReadOnlyList<string> Lost => [.. Verdicts.SelectMany(verdict => verdict.Lost).Distinct()];

    /// <summary>Events that started something twice, or have two records.</summary>
    public IReadOnlyList<string> Doubled => [.. Verdicts.SelectMany(verdict => verdict.Doubled).Distinct()];

    /// <summary>Whatever else must not be.</summary>
    public IReadOnlyList<string> Wrong =>
        [
            .. Verdicts
                .SelectMany(verdict => verdict.Wrong)
                .Concat(Ledger.Problems)
                .Concat(Redrive.Problems)
                .Concat(Died)
                .Distinct(),
        ];

    /// <summary>Whether nothing was lost, nothing started twice, and nothing else is wrong.</summary>
    public bool IsGood => Lost.Count == 0 && Doubled.Count == 0 && Wrong.Count == 0;

    /// <summary>The counts as a table, then the events that went wrong, then how to repeat it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        void Row(string name, object value, string? more = null) =>
            text.AppendLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name, -34}{value, 10:N0}{(more is null ? "" : "  " + more)}"
                )
            );
        Row("events", Ledger.Events.Count);
        Row(
            "deliveries",
            Ledger.Deliveries,
            string.Join(
                ", ",
                Ledger.Outcomes.Select(outcome =>
                    string.Create(CultureInfo.InvariantCulture, $"{outcome.Value:N0} {outcome.Key}")
                )
            )
        );
        Row("  without an answer", Ledger.Unanswered);
        Row("  put off by a full route", Ledger.Full);
        Row("  put off as too much work", Ledger.Costly);
        if (Ledger.BatchCalls > 0)
            Row(
                "batches",
                Ledger.Batches,
                string.Create(CultureInfo.InvariantCulture, $"in {Ledger.BatchCalls:N0} calls")
            );
        Row("kills (SIGKILL)", Kills, Redrive.Kills > 0 ? $"and {Redrive.Kills} of the redrive command" : null);
        Row("freezes (SIGSTOP)", Freezes);
        Row("processes with an unread log", Unread);
        Row(
            "clocks set",
            Clocks.Forward + Clocks.Back,
            Clocks.CanBeSet
                ? string.Create(CultureInfo.InvariantCulture, $"{Clocks.Forward:N0} forward, {Clocks.Back:N0} back")
                : "libfaketime is not installed (Debian: faketime)"
        );
        Row("task runs", Found.Runs);
        Row("  duplicates reported", Ledger.Duplicates);
        Row("  requests with a known token", Replays);
        Row("dead letters", Found.Done + Found.Records);
        Row(
            "  redriven",
            Found.Done,
            string.Create(CultureInfo.InvariantCulture, $"{Overtaken:N0} of them were overtaken by a later delivery")
        );
        Row("  that stay", Found.Records);
        AppendFaults(Row);
        Row("lost", Lost.Count);
        Row("doubled", Doubled.Count);
        Row("otherwise wrong", Wrong.Count);
        AppendEvents(text, "lost", Lost);
        AppendEvents(text, "doubled", Doubled);
        AppendEvents(text, "wrong", Wrong);
        text.AppendLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"\n{Time.TotalSeconds:N0} s with {Environment.ProcessorCount} processors; seed {Settings.Seed}. Again:"
            )
        );
        text.AppendLine($"  {Settings.Command}");
        return text.ToString();
    }

    private void AppendFaults(Action<string, object, string?> row)
    {
        row(
            "faults",
            Faults.Values.Sum()
                + Weather.TokensExpired
                + Weather.TokenGaps
                + Weather.RoutesBroken
                + Weather.RoutesCostly,
            null
        );
        foreach (
            var kind in Faults
                .GroupBy(count => FaultCatalogue.NameOf(count.Key.Fault))
                .OrderByDescending(kind => kind.Sum(count => count.Value))
        )
        {
            string places = string.Join(
                ", ",
                kind.GroupBy(count => Place(count.Key.Operation))
                    .OrderBy(place => place.Key, StringComparer.Ordinal)
                    .Select(place =>
                        string.Create(CultureInfo.InvariantCulture, $"{place.Sum(count => count.Value):N0} {place.Key}")
                    )
            );
            row($"  {kind.Key}", kind.Sum(count => count.Value), places);
        }

        row("  token taken away", Weather.TokensExpired, null);
        row("  token file missing or not whole", Weather.TokenGaps, null);
        row("  costly route set pushed", Weather.RoutesCostly, null);
        row(
            "  broken route file pushed",
            Weather.RoutesBroken,
            string.Create(CultureInfo.InvariantCulture, $"and {Weather.RoutesChanged:N0} harmless changes")
        );
    }

    private static string Place(string operation) =>
        operation switch
        {
            Operations.CreateTaskRun => "create",
            Operations.ListTaskRuns => "look-up",
            Operations.PutObject => "dead letter",
            _ => "buckets",
        };

    private static void AppendEvents(StringBuilder text, string what, IReadOnlyList<string> events)
    {
        foreach (string one in events.Take(Shown))
            text.AppendLine(CultureInfo.InvariantCulture, $"{what}: {one}");
        if (events.Count > Shown)
            text.AppendLine(CultureInfo.InvariantCulture, $"{what}: and {events.Count - Shown} more");
    }
}
