using System.Diagnostics;
using Dispatcher.Campaign.Events;
using Dispatcher.Cli.Local;
using Dispatcher.Planning;

namespace Dispatcher.Campaign.Sending;

/// <summary>Sends events as one does who delivers at least once: again after a failure, sometimes again after a
/// success, in any order, the same event twice at a time.</summary>
internal sealed class Sender(Fleet fleet, EventMaker maker, Ledger ledger, int seed)
{
    // Faults come and go within a second; an event that is not through after so many deliveries never will be.
    private const int MostDeliveries = 200;

    private static readonly TimeSpan[] CallTimes = [TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(4)];

    private readonly Random random = new(seed);
    private readonly Lock access = new();
    private readonly List<(long Due, CampaignEvent Event)> waiting = [];
    private int underWay;

    /// <summary>Sends new events until there were so many deliveries, and goes on until every event is run or
    /// recorded.</summary>
    /// <param name="upTo">How many deliveries, over all rounds.</param>
    /// <param name="atOnce">How many at once.</param>
    /// <param name="stopping">Ctrl-C.</param>
    public Task RoundAsync(int upTo, int atOnce, CancellationToken stopping) =>
        Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(() => WorkAsync(upTo, stopping), stopping)));

    private async Task WorkAsync(int upTo, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            (CampaignEvent? next, bool done) = Next(upTo);
            if (done)
                return;
            if (next is null)
                await Task.Delay(5, stopping).ConfigureAwait(false);
            else
                await DeliverAsync(next).ConfigureAwait(false);
        }
    }

    private (CampaignEvent? Next, bool Done) Next(int upTo)
    {
        lock (access)
        {
            bool room = ledger.Deliveries < upTo;
            long now = Stopwatch.GetTimestamp();
            int[] due = [.. Enumerable.Range(0, waiting.Count).Where(i => waiting[i].Due <= now)];
            if (due.Length > 0 && (!room || random.Next(2) == 0))
            {
                int chosen = due[random.Next(due.Length)];
                CampaignEvent again = waiting[chosen].Event;
                waiting.RemoveAt(chosen);
                underWay++;
                return (again, false);
            }

            if (!room)
                return (null, waiting.Count == 0 && underWay == 0);
            CampaignEvent made = maker.Next();
            if (random.Next(20) == 0)
                Later(made, random.Next(3)); // Two processes, or one, get it at the same time.
            underWay++;
            return (made, false);
        }
    }

    private async Task DeliverAsync(CampaignEvent sent)
    {
        (_, int times) = ledger.Begin(sent);
        int place;
        TimeSpan time;
        lock (access)
            (place, time) = (random.Next(fleet.Size), CallTimes[random.Next(CallTimes.Length)]);
        FunctionAnswer? answer = null;
        try
        {
            answer = await fleet.CallAsync(place, sent.Document, time).ConfigureAwait(false);
            ledger.End(sent, answer);
        }
        finally
        {
            lock (access)
            {
                Again(sent, answer, times);
                underWay--;
            }
        }
    }

    // A sender that may stop: after a 200, and after a failure that was recorded, because redelivery is promised
    // nowhere.
    private void Again(CampaignEvent sent, FunctionAnswer? answer, int times)
    {
        if (answer is { Status: 200 })
        {
            if (random.Next(12) == 0)
                Later(sent, random.Next(1_500));
        }
        else if (answer is not { DeadLetter: not null } || random.Next(2) == 0)
        {
            if (times < MostDeliveries)
                Later(sent, random.Next(20, 1_500));
            else
                ledger.Complain(
                    $"given up after {times} deliveries ({answer?.Outcome.Word() ?? "no answer"} at last): {sent.Key}"
                );
        }
    }

    private void Later(CampaignEvent sent, int milliseconds) =>
        waiting.Add((Stopwatch.GetTimestamp() + (milliseconds * Stopwatch.Frequency / 1_000), sent));
}
