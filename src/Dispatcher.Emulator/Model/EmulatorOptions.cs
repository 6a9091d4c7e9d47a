namespace Dispatcher.Emulator.Model;

/// <summary>How an emulator behaves. The defaults are the service's own behaviour where it is known.</summary>
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

    /// <summary>The region that credentials and events name.</summary>
    public string Region { get; init; } = "us-phoenix-1";

    /// <summary>The services' clock: it judges the dates of requests and the life of tokens, and dates objects and
    /// events. Delays of faults run on it.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The clock along which task runs advance; null for <see cref="Time"/>. One of its own lets a test move
    /// the runs while real processes sign with the real time.</summary>
    public TimeProvider? RunTime { get; init; }

    /// <summary>How long every token lives. The files of a resource principal get a new one when a caller asks:
    /// <c>Credentials.Renew</c>, or by themselves under <see cref="RenewTokens"/>.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether token files are renewed after half their life, as the platform does.</summary>
    public bool RenewTokens { get; init; }

    /// <summary>How many task runs of one workspace are <c>RUNNING</c> at once; further ones wait
    /// <c>QUEUED</c>.</summary>
    public int MaxRunning { get; init; } = 4;

    /// <summary>How task runs go, where <see cref="CourseOf"/> does not say otherwise.</summary>
    public RunCourse Course { get; init; } = new();

    /// <summary>How one task run goes, decided when it is created; null for <see cref="Course"/>. It is called under
    /// the state's lock: it must not call the emulator.</summary>
    public Func<EmulatedRun, RunCourse>? CourseOf { get; init; }

    /// <summary>What a repeated retry token is answered with. The service's own answer is not known.</summary>
    public RetryTokenReplay RetryTokenReplay { get; init; } = RetryTokenReplay.SameRunAsOk;

    /// <summary>How long a retry token is remembered.</summary>
    public TimeSpan RetryTokenLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Whether workspaces, applications and tasks that nobody added are there all the same: for trying routes
    /// out.</summary>
    public bool AcceptAnyTask { get; init; }

    /// <summary>Whether a task run keeps the name and identifier it was created with. Whether the service does is not
    /// known; without, runs are called <c>TASK_EPOCHMILLIS_DIGITS</c>.</summary>
    public bool KeepGivenNames { get; init; } = true;

    /// <summary>The largest object, in bytes; a larger one is refused with 413.</summary>
    public int MaxObjectBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The most that all objects together may hold, in bytes; more is refused with 400
    /// <c>QuotaExceeded</c>.</summary>
    public long MaxStoredBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>The largest body of any other request, in bytes; a larger one is refused with 413.</summary>
    public int MaxRequestBytes { get; init; } = 1024 * 1024;

    /// <summary>The most task runs that are kept; further ones are refused with 400 <c>LimitExceeded</c>.</summary>
    public int MaxTaskRuns { get; init; } = 1_000_000;

    /// <summary>How many of the last requests the emulator's <c>Requests</c> keeps; 0 for none.</summary>
    public int LoggedRequests { get; init; } = 10_000;
}
