using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>Which route started a run, as far as the run itself shows.</summary>
internal static class RunRoutes
{
    /// <summary>By its name, which begins with the route's unless the route names its runs; else the only route that
    /// starts runs of the task.</summary>
    public static Route? Of(TaskPlace task, TaskRun run, RouteSet set, ILookup<TaskPlace, Route> byTask)
    {
        Route? named = run.Name is { } name
            ? set
                .Routes.Where(route =>
                    name.StartsWith(route.Name + "-", StringComparison.Ordinal) && route.Task is { Name: null }
                )
                .MaxBy(route => route.Name.Length)
            : null;
        return named ?? (byTask[task].Take(2).ToArray() is [var only] ? only : null);
    }
}
