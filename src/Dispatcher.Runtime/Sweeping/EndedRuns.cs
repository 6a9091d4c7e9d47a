using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>The runs that ended in a sweep's slot. Slots are aligned and do not overlap, so each failure is reported
/// once over any number of sweeps.</summary>
/// <param name="set">The routes.</param>
/// <param name="configuration">What templates see.</param>
/// <param name="slot">From this time on and before that one.</param>
internal sealed class EndedRuns(
    RouteSet set,
    Configuration configuration,
    (DateTimeOffset From, DateTimeOffset To) slot
)
{
    private readonly List<(TaskPlace Task, TaskRun Run)> ended = [];
    private readonly Dictionary<string, (RunSubject Subject, Route? Route)> subjects = new(StringComparer.Ordinal);

    /// <summary>Looks at one run of a task's list.</summary>
    public void Add(TaskPlace task, TaskRun run)
    {
        if (
            run is { IsFinished: true, EndTimeMillis: { } end }
            && TaskHistory.Identity(run.Identifier) is not null
            && DateTimeOffset.FromUnixTimeMilliseconds(end) is var at
            && at >= slot.From
            && at < slot.To
        )
            ended.Add((task, run));
    }

    /// <summary>Notes what a run was started for.</summary>
    public void AddSubject(KnownRun known, RunSubject subject, string route)
    {
        if (known.Run is { IsFinished: true } run)
            subjects[run.Key] = (subject, set.Routes.FirstOrDefault(one => one.Name == route));
    }

    /// <summary>Reports each of them, and those that failed once more as failures.</summary>
    public void Report(SweepReport report, ISweepNews news)
    {
        ILookup<TaskPlace, Route> byTask = set
            .Routes.Where(route => route.State == RouteState.Enabled)
            .Select(route => (Task: TaskPlace.Of(route, configuration), Route: route))
            .Where(pair => pair.Task is not null)
            .ToLookup(pair => pair.Task!, pair => pair.Route);
        foreach ((TaskPlace task, TaskRun run) in ended)
        {
            bool known = subjects.TryGetValue(run.Key, out (RunSubject Subject, Route? Route) found);
            Route? route = known ? found.Route : RunRoutes.Of(task, run, set, byTask);
            news.EndedInSlot(route, run);
            if (run.Status == "SUCCESS")
                continue;
            report.Failed++;
            news.Failed(new FailedRun(route, known ? found.Subject : null, task, run));
        }
    }
}
