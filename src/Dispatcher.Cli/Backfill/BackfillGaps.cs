using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Backfill;

/// <summary>Says which objects have no successful run, one line each as it is found.</summary>
internal sealed class BackfillGaps(Terminal terminal, bool asJson)
{
    /// <summary>Runs looked for.</summary>
    public long Done { get; private set; }

    /// <summary>Those that are not there, not finished or not successful.</summary>
    public long Count { get; private set; }

    /// <summary>Counts a run, and says so when it is a gap.</summary>
    /// <param name="route">Its route.</param>
    /// <param name="listed">Its object.</param>
    /// <param name="known">The run; null when there is none.</param>
    public void Add(string route, ObjectSummary listed, KnownRun? known)
    {
        Done++;
        if (known is { Run: null })
            return;
        Count++;
        TaskRun? found = known?.Run;
        if (asJson)
            GapOutput.Write(terminal, listed, route, found);
        else
            terminal.Out.WriteLine(
                $"{found?.Status ?? "NEVER_STARTED", -14} {route}  {Quote.Line(listed.Name)}{Message(found)}"
            );
    }

    private static string Message(TaskRun? run) =>
        run?.ErrorMessage is { Length: > 0 } message ? $"  {Quote.Line(message)}" : "";
}
