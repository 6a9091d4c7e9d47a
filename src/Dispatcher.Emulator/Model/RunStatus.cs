namespace Dispatcher.Emulator.Model;

/// <summary>The states of a task run, in the service's words: see <see cref="RunStatuses.Word"/>.</summary>
public enum RunStatus
{
    /// <summary><c>NOT_STARTED</c>: created.</summary>
    NotStarted,

    /// <summary><c>QUEUED</c>: waits for its turn.</summary>
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

/// <summary>The service's words for states.</summary>
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

    /// <summary>Whether nothing changes any more.</summary>
    public static bool IsFinal(this RunStatus status) =>
        status is RunStatus.Terminated or RunStatus.Success or RunStatus.Error;
}
