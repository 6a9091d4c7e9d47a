using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Runs;

/// <summary>Says on standard error which runs are refused, and which end badly.</summary>
internal class RunErrors(Terminal terminal) : IRunNews
{
    public virtual void Started(TaskRunRequest request, RunSubject subject, TaskRun run) { }

    public void Refused(TaskRunRequest request, RunSubject subject, ServiceFailure failure, bool ofWholeTask) =>
        terminal.Error.WriteLine(
            $"error: {Quote.Value(subject.ToString())}, route {request.Route}: {failure.Describe()}"
                + (ofWholeTask ? $"; no more runs of task {Quote.Value(request.TaskKey)} are tried" : "")
        );

    public void Ended(TaskRunRequest request, TaskRun run)
    {
        if (run.Status != "SUCCESS")
            terminal.Error.WriteLine(
                $"error: run {Quote.Value(run.Name ?? run.Key)} of route {request.Route} ended as "
                    + $"{Quote.Line(run.Status!)}: {Quote.Line(run.ErrorMessage ?? "the service gives no reason")}"
            );
    }
}
