namespace Dispatcher.Runtime.Dispatching;

/// <summary>The bounds of a dispatch; the defaults are the deployed ones.</summary>
public sealed record DispatchOptions
{
    /// <summary>How long an invocation may take when the platform names no deadline: under the default timeout of a function.</summary>
    public TimeSpan DefaultTime { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>What is kept back before the deadline for the answer itself.</summary>
    public TimeSpan AnswerMargin { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>What is kept back before that for the dead-letter record.</summary>
    public TimeSpan DeadLetterMargin { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>The first pause before another attempt is at most this long; each further one twice that.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>No pause is longer, unless the service asks for it.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many runs of one event are launched at once.</summary>
    public int LaunchesAtOnce { get; init; } = 8;

    /// <summary>A number from 0 (inclusive) to 1 (exclusive) for each pause: full jitter.</summary>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;
}
