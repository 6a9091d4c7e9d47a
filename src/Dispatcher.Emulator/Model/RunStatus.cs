namespace Dispatcher.Emulator.Model;

/// <summary>The states of a task run; <see cref="RunStatuses.Word"/> gives the service's names.</summary>
public enum RunStatus
{
    /// <summary><c>NOT_STARTED</c>: created.</summary>
    NotStarted,

    /// <summary><c>QUEUED</c>: waits until it may run.</summary>
    Queued,

    /// <summary><c>RUNNING</c>.</summary>
    Running,

    /// <summary><c>TERMINATED</c>: was cancelled.</summary>
    Terminated,

    /// <summary><c>SUCCESS</c>.</summary>
    Success,

    /// <summary><c>ERROR</c>.</summary>
    Error,
}

/// <summary>The service's names of the states.</summary>
public static class RunStatuses
{
    /// <summary>The state as the service writes it.</summary>
    public static string Word(this RunStatus status) =>
        status switch
        {
            RunStatus.NotStarted => "NOT_STARTED",
            RunStatus.Queued => "QUEUED",
            RunStatus.Running => "RUNNING",
            RunStatus.Terminated => "TERMINATED",
            RunStatus.Success => "SUCCESS",
            RunStatus.Error => "ERROR",
        };

    /// <summary>Whether the run has ended: this state does not change again.</summary>
    public static bool IsFinal(this RunStatus status) =>
        status is RunStatus.Terminated or RunStatus.Success or RunStatus.Error;
}
