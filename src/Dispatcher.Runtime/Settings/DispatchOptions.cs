using Dispatcher.Planning;

namespace Dispatcher.Runtime.Settings;

/// <summary>The bounds of a dispatch; the defaults are the deployed ones.</summary>
public sealed record DispatchOptions
{
    /// <summary>How long an invocation may take when the platform names no deadline: under the default timeout of a
    /// function, 30 s.</summary>
    public TimeSpan DefaultTime { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>The longest that a function may run (detached). A deadline further off is none.</summary>
    public TimeSpan LongestTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What is kept back before the deadline for the answer itself.</summary>
    public TimeSpan AnswerMargin { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>What is kept back before that for the dead-letter record: a new connection and a few
    /// attempts.</summary>
    public TimeSpan DeadLetterTime { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>What a dead-letter record gets when an invocation arrives after its deadline.</summary>
    public TimeSpan TimeAfterTheDeadline { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The time that a dead-letter record gets when the process is stopped.</summary>
    public TimeSpan LastMoments { get; init; } = TimeSpan.FromMilliseconds(700);

    /// <summary>The first pause before another attempt is at most this long; each further one twice that.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>No pause is longer, unless the service asks for it.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What deciding on one event and rendering its requests may cost.</summary>
    public PlanBudget PlanBudget { get; init; } = PlanBudget.Default;

    /// <summary>How many requests of one event are on their way at once.</summary>
    public int LaunchesAtOnce { get; init; } = 8;

    /// <summary>How many elements of a batch are dispatched at once, and how many requests of a batch are on their way
    /// at once.</summary>
    public int ElementsAtOnce { get; init; } = 32;

    /// <summary>No element of a batch is begun when less time is left than this, or than the longest of those before
    /// took.</summary>
    public TimeSpan ElementTime { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>What is set aside for the record of an element that is not begun.</summary>
    public TimeSpan ElementRecordTime { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How old the count of a task's unfinished runs may be.</summary>
    public TimeSpan RunCountAge { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A sweep begins nothing when less time is left than this: a request and its answer.</summary>
    public TimeSpan SweepStepTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A number from 0 (inclusive) to 1 (exclusive) for each pause: full jitter.</summary>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;
}
