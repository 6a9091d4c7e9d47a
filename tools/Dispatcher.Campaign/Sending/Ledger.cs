using Dispatcher.Campaign.Events;
using Dispatcher.Cli.Local;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;

namespace Dispatcher.Campaign.Sending;

/// <summary>What the sender was told, and what of it cannot be true.</summary>
/// <remarks>Two processes may call one run new: a duplicate is reported on evidence, and status 200 alone is none. How
/// often a run exists is counted at the service.</remarks>
internal sealed class Ledger
{
    private readonly Lock access = new();
    private readonly Dictionary<string, CampaignEvent> events = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> outcomes = new(StringComparer.Ordinal);
    private readonly List<string> problems = [];

    /// <summary>How often an event was sent.</summary>
    public int Deliveries { get; private set; }

    /// <summary>Deliveries that had no answer.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Runs that an answer called a duplicate.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Answers that put an event off because its route had enough unfinished runs.</summary>
    public int Full { get; private set; }

    /// <summary>Answers that put an event off because it was too much work.</summary>
    public int Costly { get; private set; }

    /// <summary>Batches that were answered 200.</summary>
    public int Batches { get; private set; }

    /// <summary>Calls with a batch, the same one again included.</summary>
    public int BatchCalls { get; private set; }

    /// <summary>Every event that was sent.</summary>
    public IReadOnlyDictionary<string, CampaignEvent> Events => events;

    /// <summary>How many answers had which outcome.</summary>
    public IReadOnlyDictionary<string, int> Outcomes => outcomes;

    /// <summary>Answers that cannot be true, and events that were given up.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (access)
                return [.. problems];
        }
    }

    /// <summary>A delivery begins.</summary>
    /// <returns>How many there have been, of all events and of this one.</returns>
    public (int All, int OfIt) Begin(CampaignEvent sent)
    {
        lock (access)
        {
            events[sent.Key] = sent;
            return (++Deliveries, ++sent.Deliveries);
        }
    }

    /// <summary>A delivery ended.</summary>
    public void End(CampaignEvent sent, FunctionAnswer? answer)
    {
        lock (access)
        {
            if (answer is null)
            {
                Unanswered++;
                return;
            }

            string outcome = answer.Outcome.Word();
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            Duplicates += answer.Runs.Count(run => run.Duplicate);
            Full += answer.Errors.Any(error => error.Code == Codes.RouteFull) ? 1 : 0;
            Costly += answer.Errors.Any(error => error.Code == Codes.WorkPassed) ? 1 : 0;
            if (Contradiction(sent, answer) is { } contradiction)
                problems.Add($"{contradiction}: {sent.Key}");
        }
    }

    /// <summary>A call with a batch ended.</summary>
    public void EndBatch(bool isSettled)
    {
        lock (access)
            (BatchCalls, Batches) = (BatchCalls + 1, Batches + (isSettled ? 1 : 0));
    }

    /// <summary>Says what went wrong.</summary>
    public void Complain(string problem)
    {
        lock (access)
            problems.Add(problem);
    }

    private static string? Contradiction(CampaignEvent sent, FunctionAnswer answer)
    {
        bool fits = (answer.Outcome, answer.Status) switch
        {
            (Outcome.Dispatched, 200) => sent.Ending == Ending.Runs
                && answer.Runs.Select(run => run.TaskKey).Order().SequenceEqual(sent.Tasks.Order()),
            (Outcome.Unmatched or Outcome.Ignored or Outcome.Shadowed or Outcome.Held, 200) => sent.Ending
                == Ending.Nothing,
            (Outcome.Rejected, 200) => answer.DeadLetter is not null,
            (Outcome.Rejected, 500) => answer.DeadLetter is null,
            (Outcome.Deferred, 503) => answer.Errors.Any(error => error.Retryable),
            _ => false,
        };
        return fits
            ? null
            : $"answered {answer.Status} {answer.Outcome} with the runs "
                + $"[{string.Join(", ", answer.Runs.Select(run => run.TaskKey))}]";
    }
}
