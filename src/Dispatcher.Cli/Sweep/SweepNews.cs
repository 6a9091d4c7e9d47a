using Dispatcher.Cli.Console;
using Dispatcher.Cli.Runs;
using Dispatcher.Grouping;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Sweep;

/// <summary>What a sweep finds, kept for the end; on the way only progress is shown.</summary>
internal sealed class SweepNews(Terminal terminal, TextWriter notes) : RunErrors(terminal), ISweepNews
{
    private long started;

    /// <summary>The line that says how far it is.</summary>
    public ProgressLine Progress { get; } = new(terminal, notes);

    /// <summary>Lost runs by route.</summary>
    public SortedDictionary<string, Tally> LostRuns { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs that ended badly.</summary>
    public List<FailedRun> FailedRuns { get; } = [];

    public void Listed(SweepReport sofar) => Progress.Show("listed", sofar.Listed, null, $"  lost {sofar.Lost}");

    public void Lost(string route, ObjectSummary lost) => Tally.Add(LostRuns, route, lost.Name);

    public void Failed(FailedRun failed) => FailedRuns.Add(failed);

    /// <summary>Periods that no object has come for.</summary>
    public List<MissingObject> MissingObjects { get; } = [];

    public void Missing(MissingObject missing) => MissingObjects.Add(missing);

    public void EndedInSlot(Route? route, TaskRun run) { }

    public override void Started(TaskRunRequest request, RunSubject subject, TaskRun run) =>
        Progress.Show("started", ++started, LostRuns.Values.Sum(tally => tally.Count));
}
