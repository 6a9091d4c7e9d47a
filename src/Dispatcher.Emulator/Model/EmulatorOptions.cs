namespace Dispatcher.Emulator.Model;

/// <summary>The options of an emulator. The defaults follow the service's behaviour where it is known.</summary>
public sealed record EmulatorOptions
{
    /// <summary>The loopback port of Object Storage; 0 for any free one.</summary>
    public int ObjectStoragePort { get; init; }

    /// <summary>The loopback port of Data Integration; 0 for any free one.</summary>
    public int DataIntegrationPort { get; init; }

    /// <summary>The loopback port of a compute instance's metadata and auth services; 0 for any free one.</summary>
    public int InstancePort { get; init; }

    /// <summary>The tenancy's Object Storage namespace.</summary>
    public string Namespace { get; init; } = "emulated";

    /// <summary>The region in credentials and events.</summary>
    public string Region { get; init; } = "us-phoenix-1";

    /// <summary>The clock of the services: for the dates of requests, the expiry of tokens, the times of objects and
    /// events, and the delays of faults.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The clock of task runs; null for <see cref="Time"/>. With a separate clock a test can advance the runs
    /// while real processes sign with the real time.</summary>
    public TimeProvider? RunTime { get; init; }

    /// <summary>The lifetime of every token. <c>Credentials.Renew</c> writes a new token into the files of a resource
    /// principal; with <see cref="RenewTokens"/> this happens automatically.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether token files are renewed after half of their lifetime, as on the platform.</summary>
    public bool RenewTokens { get; init; }

    /// <summary>The share of object events that are lost, 0 to 1: delivery is promised nowhere.</summary>
    public double LostEvents { get; init; }

    /// <summary>The random seed for <see cref="LostEvents"/>.</summary>
    public int LostEventsSeed { get; init; }

    /// <summary>How many task runs of one workspace are <c>RUNNING</c> at once; further ones wait
    /// <c>QUEUED</c>.</summary>
    public int MaxRunning { get; init; } = 4;

    /// <summary>The course of task runs when <see cref="CourseOf"/> is null.</summary>
    public RunCourse Course { get; init; } = new();

    /// <summary>Decides the course of a task run when it is created; null for <see cref="Course"/>. It is called under
    /// the state's lock, so it must not call the emulator.</summary>
    public Func<EmulatedRun, RunCourse>? CourseOf { get; init; }

    /// <summary>The answer to a repeated retry token. The service's real answer is not known.</summary>
    public RetryTokenReplay RetryTokenReplay { get; init; } = RetryTokenReplay.SameRunAsOk;

    /// <summary>How long a retry token is remembered.</summary>
    public TimeSpan RetryTokenLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Whether every workspace, application and task exists without being added. This is for trying out
    /// routes.</summary>
    public bool AcceptAnyTask { get; init; }

    /// <summary>Whether a task run keeps the name and identifier it was created with. It is not known whether the
    /// service does this. When false, runs are named <c>TASK_EPOCHMILLIS_DIGITS</c>.</summary>
    public bool KeepGivenNames { get; init; } = true;

    /// <summary>The largest object in bytes; a larger object is refused with 413.</summary>
    public int MaxObjectBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The largest size of all objects together, in bytes; more is refused with 400
    /// <c>QuotaExceeded</c>.</summary>
    public long MaxStoredBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>The largest body of any other request in bytes; a larger body is refused with 413.</summary>
    public int MaxRequestBytes { get; init; } = 1024 * 1024;

    /// <summary>The maximum number of task runs; further runs are refused with 400 <c>LimitExceeded</c>.</summary>
    public int MaxTaskRuns { get; init; } = 1_000_000;

    /// <summary>How many of the last requests <c>Requests</c> keeps; 0 keeps no request.</summary>
    public int LoggedRequests { get; init; } = 10_000;
}
