using System.Text;
using System.Text.Json;
using Dispatcher.Campaign.Events;
using Dispatcher.Cli.Local;
using Dispatcher.Events;

namespace Dispatcher.Campaign.Sending;

/// <summary>Sends batches as a connector does: each again until it is answered 200. Some events are in several
/// batches, and in one batch twice.</summary>
internal sealed class BatchSender(Fleet fleet, EventMaker maker, Ledger ledger, int size, int seed)
{
    // Faults come and go within a second; a batch that is not settled after so many calls never will be.
    private const int MostCalls = 200;
    private const int MostBytes = BodyReader.MaxBytes - (64 * 1024);
    private const int MostEarlier = 500;

    private static readonly TimeSpan[] CallTimes = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6)];

    private readonly Random random = new(seed);
    private readonly Lock access = new();
    private readonly List<CampaignEvent> earlier = [];
    private int batched;

    /// <summary>How many events are in the batches so far, a batch that is sent again counted once.</summary>
    public int Batched => Volatile.Read(ref batched);

    /// <summary>Sends new batches until they have so many events, each batch until it is settled.</summary>
    /// <param name="upTo">How many events, over all rounds.</param>
    /// <param name="atOnce">How many batches at once.</param>
    /// <param name="stopping">Ctrl-C.</param>
    public Task RoundAsync(int upTo, int atOnce, CancellationToken stopping)
    {
        // Between two rounds a day is over and the tokens are forgotten: a plain delivery after that is a new one.
        lock (access)
            earlier.Clear();
        return Task.WhenAll(
            Enumerable.Range(0, atOnce).Select(_ => Task.Run(() => WorkAsync(upTo, stopping), stopping))
        );
    }

    private async Task WorkAsync(int upTo, CancellationToken stopping)
    {
        while (Make(upTo) is ({ } events, { } body))
        {
            int calls = 0;
            while (!await IsSettledAsync(events, body).ConfigureAwait(false))
            {
                if (++calls == MostCalls)
                {
                    ledger.Complain($"a batch was not settled after {calls} calls; its first event: {events[0].Key}");
                    break;
                }

                await Task.Delay(20, stopping).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> IsSettledAsync(CampaignEvent[] events, byte[] body)
    {
        foreach (CampaignEvent sent in events)
            ledger.Begin(sent);
        int place;
        TimeSpan time;
        lock (access)
            (place, time) = (random.Next(fleet.Size), CallTimes[random.Next(CallTimes.Length)]);
        BatchAnswers? answers = await fleet.CallBatchAsync(place, body, time).ConfigureAwait(false);
        foreach ((int index, CampaignEvent sent) in events.Index())
        {
            FunctionAnswer? answer = answers?.Elements.GetValueOrDefault(index);
            ledger.End(sent, answer);
            if (answers is not { Status: 200 })
                continue;
            if (answer is null)
                ledger.Complain($"a batch has no result for: {sent.Key}");
            else if (answer is { IsGood: false, DeadLetter: null })
                ledger.Complain($"a batch was answered 200, and kept nowhere is: {sent.Key}");
        }

        ledger.EndBatch(answers is { Status: 200 });
        return answers is { Status: 200 };
    }

    // Null for both when there are enough.
    private (CampaignEvent[]? Events, byte[]? Body) Make(int upTo)
    {
        lock (access)
        {
            if (batched >= upTo)
                return (null, null);
            var events = new List<CampaignEvent>();
            var body = new StringBuilder("[");
            while (events.Count < size)
            {
                CampaignEvent next =
                    earlier.Count > 0 && random.Next(20) == 0 ? earlier[random.Next(earlier.Count)] : maker.Next();
                string element = Wrap(next);
                if (events.Count > 0 && body.Length + element.Length > MostBytes)
                    break;
                body.Append(events.Count == 0 ? "" : ",").Append(element);
                events.Add(next);
                if (earlier.Count < MostEarlier)
                    earlier.Add(next);
                else
                    earlier[random.Next(MostEarlier)] = next;
            }

            batched += events.Count;
            return ([.. events], Encoding.UTF8.GetBytes(body.Append(']').ToString()));
        }
    }

    // A Streaming record holds any bytes; the other wrappers hold text.
    private string Wrap(CampaignEvent sent) =>
        random.Next(3) switch
        {
            0 when sent.Ending == Ending.Runs => Encoding.UTF8.GetString(sent.Document),
            1 when sent.Ending == Ending.Runs =>
                $$"""{"content":{{JsonSerializer.Serialize(Encoding.UTF8.GetString(sent.Document))}}}""",
            _ =>
                $$"""{"stream":"s","partition":"0","key":null,"value":"{{Convert.ToBase64String(sent.Document)}}","offset":{{random.Next()}}}""",
        };
}
