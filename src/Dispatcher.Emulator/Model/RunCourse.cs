namespace Dispatcher.Emulator.Model;

/// <summary>The course of a task run. <see cref="Timeout.InfiniteTimeSpan"/> keeps it in a state forever.</summary>
public sealed record RunCourse
{
    /// <summary>How long it is <c>NOT_STARTED</c>.</summary>
    public TimeSpan NotStarted { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long it is <c>QUEUED</c> at least. It waits longer while <see cref="EmulatorOptions.MaxRunning"/>
    /// other runs are running.</summary>
    public TimeSpan Queued { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long it is <c>RUNNING</c>.</summary>
    public TimeSpan Running { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The message of a run that ends as <c>ERROR</c>; null for a run that ends as <c>SUCCESS</c>.</summary>
    public string? Error { get; init; }
}

/// <summary>The answer to a repeated retry token.</summary>
public enum RetryTokenReplay
{
    /// <summary>200 and the run of the first request.</summary>
    SameRunAsOk,

    /// <summary>201 and the run of the first request.</summary>
    SameRunAsCreated,

    /// <summary>409 <c>InvalidatedRetryToken</c>.</summary>
    Conflict,
}
