namespace Dispatcher.Cli.CommandLine;

/// <summary>The exit codes of every command.</summary>
/// <remarks>cli-v1. <see cref="Interrupted"/> and <see cref="Bug"/> are the shell's conventions for what cli-v1 does
/// not speak of.</remarks>
internal static class ExitCode
{
    /// <summary>What they mean, for the help.</summary>
    public const string All =
        "Exit codes: 0 done, 1 findings, 2 wrong usage or routes that do not load, 3 a service failed, "
        + "130 interrupted.";

    /// <summary>Done, and nothing wrong.</summary>
    public const int Done = 0;

    /// <summary>Findings: a lint error, a failed test, a difference, an unmatched object where a match was
    /// required.</summary>
    public const int Findings = 1;

    /// <summary>Wrong usage, or a route set that does not load.</summary>
    public const int Usage = 2;

    /// <summary>A remote service failed.</summary>
    public const int Service = 3;

    /// <summary>A failure inside the command itself.</summary>
    public const int Bug = 70;

    /// <summary>Stopped by Ctrl-C before it was done.</summary>
    public const int Interrupted = 130;
}
