using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Spectre.Console;

namespace Dispatcher.Cli.Local;

/// <summary>Collects and prints what <c>local</c> did.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="input">The options.</param>
/// <param name="bucket">The landing bucket.</param>
/// <param name="lines">Whether each event is printed as it happens.</param>
internal sealed class LocalReport(Terminal terminal, RouteInput input, string bucket, bool lines)
{
    private readonly List<LocalEvent> events = [];
    private readonly List<SweptRun> swept = [];
    private LocalSweep? last;
    private bool refused;

    /// <summary>Takes note of an event.</summary>
    public void Add(LocalEvent happened)
    {
        events.Add(happened);
        if (!lines || input.Format == "json")
            return;
        LocalText.WriteLine(Screen.Out(terminal), happened, DateTimeOffset.Now);
        terminal.Out.Flush();
    }

    /// <summary>Takes note of a sweep.</summary>
    public void Add(LocalSweep sweep, IReadOnlyList<SweptRun> runs)
    {
        swept.AddRange(runs);
        LocalSweep? before = last;
        last = sweep;
        if (!lines || input.Format == "json")
            return;
        LocalText.WriteLines(Screen.Out(terminal), sweep, runs, before, DateTimeOffset.Now);
        terminal.Out.Flush();
    }

    /// <summary>Takes note of a file that cannot be an object.</summary>
    public void Refuse(string message)
    {
        refused = true;
        terminal.Error.WriteLine("error: " + message);
    }

    /// <summary>Shows a progress bar on a terminal while the work is done.</summary>
    /// <param name="count">How many steps there are.</param>
    /// <param name="work">The work; calls its argument after each step.</param>
    public Task WithProgressAsync(int count, Func<Action, Task> work)
    {
        if (!terminal.ErrorIsTerminal || !terminal.MayColour || input.Notes == TextWriter.Null)
            return work(() => { });
        return Screen
            .Error(terminal)
            .Progress()
            .AutoClear(true)
            .StartAsync(async context =>
            {
                ProgressTask bar = context.AddTask("dispatching", maxValue: Math.Max(1, count));
                await work(() => bar.Increment(1)).ConfigureAwait(false);
            });
    }

    /// <summary>Prints the summary, with the task runs as they are now.</summary>
    /// <returns>The exit code.</returns>
    public int Finish(LocalSession session)
    {
        string routeSet = session.Planner.Set.Version;
        IReadOnlyList<LocalEvent> looked = session.Looked(events);
        IReadOnlyList<SweptRun> runs = session.Looked(swept);
        if (input.Format == "json")
            LocalOutput.Write(terminal, bucket, routeSet, looked, last, runs, session.FaultsMet());
        else
            LocalText.WriteSummary(Screen.Out(terminal), looked, last, runs, session.FaultsMet());
        return
            !refused
            && last is null or { Error: null, Missing.IsEmpty: true }
            && looked.All(happened => happened.IsGood)
            && runs.All(one => !one.Run.HasFailed)
            ? ExitCode.Done
            : ExitCode.Findings;
    }
}
