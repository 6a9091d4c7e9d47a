namespace Dispatcher.Emulator.Model;

/// <summary>How a task run goes. <see cref="Timeout.InfiniteTimeSpan"/> holds it in a state.</summary>
public sealed record RunCourse
{
    /// <summary>How long it is <c>NOT_STARTED</c>.</summary>
    public TimeSpan NotStarted { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long it is <c>QUEUED</c> at least; longer while <see cref="EmulatorOptions.MaxRunning"/> others
    /// run.</summary>
    public TimeSpan Queued { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long it is <c>RUNNING</c>.</summary>
    public TimeSpan Running { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The message of a run that ends as <c>ERROR</c>; null for one that ends as <c>SUCCESS</c>.</summary>
    public string? Error { get; init; }
}

/// <summary>What a repeated retry token is answered with.</summary>
public enum RetryTokenReplay
{
    /// <summary>200 and the run of the first request.</summary>
    SameRunAsOk,

    /// <summary>201 and the run of the first request.</summary>
    SameRunAsCreated,

    /// <summary>409 <c>InvalidatedRetryToken</c>.</summary>
    Conflict,
}
