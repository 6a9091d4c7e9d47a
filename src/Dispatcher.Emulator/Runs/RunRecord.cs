using Dispatcher.Emulator.Model;

namespace Dispatcher.Emulator.Runs;

/// <summary>The stored state of a task run: its request, and its progress. Guarded by the state's lock.</summary>
internal sealed class RunRecord(EmulatedRun created, RunCourse course, long sequence)
{
    /// <summary>The order of creation.</summary>
    public long Sequence { get; } = sequence;

    public EmulatedRun Created { get; } = created;

    public RunCourse Course { get; } = course;

    /// <summary>The member <c>configProvider</c> of the request as JSON; empty when missing.</summary>
    public ReadOnlyMemory<byte> ConfigProvider { get; init; }

    public string? Description { get; init; }

    public required string TaskType { get; init; }

    public int Requests { get; set; } = 1;

    public DateTimeOffset QueuedAt => Later(Created.Created, Course.NotStarted);

    public DateTimeOffset ReadyAt => Later(QueuedAt, Course.Queued);

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The state in which it ended, or will end.</summary>
    public RunStatus Final { get; set; } = course.Error is null ? RunStatus.Success : RunStatus.Error;

    public string? ErrorMessage { get; set; } = course.Error;

    public RunStatus StatusAt(DateTimeOffset now) =>
        EndedAt is not null ? Final
        : StartedAt is not null ? RunStatus.Running
        : now >= QueuedAt ? RunStatus.Queued
        : RunStatus.NotStarted;

    public DateTimeOffset UpdatedAt(DateTimeOffset now) =>
        EndedAt ?? StartedAt ?? (now >= QueuedAt ? QueuedAt : Created.Created);

    public EmulatedRun At(DateTimeOffset now) =>
        Created with
        {
            Requests = Requests,
            Status = StatusAt(now),
            Started = StartedAt,
            Ended = EndedAt,
            ErrorMessage = EndedAt is null ? null : ErrorMessage,
        };

    public static DateTimeOffset Later(DateTimeOffset from, TimeSpan by) =>
        by < TimeSpan.Zero || by > DateTimeOffset.MaxValue - from ? DateTimeOffset.MaxValue : from + by;
}
