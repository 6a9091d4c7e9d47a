using System.Globalization;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Grouping;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Telemetry;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>What a sweep finds and does, as lines of the log and as measurements.</summary>
internal sealed class SweepLog(JsonLog log, Instruments instruments, string? callId, string routeSet) : ISweepNews
{
    public void Listed(SweepReport sofar) { }

    public void Lost(string route, ObjectSummary lost) =>
        instruments.Lost.Add(1, new KeyValuePair<string, object?>(Measures.Route, route));

    public void Started(TaskRunRequest request, RunSubject subject, TaskRun run)
    {
        instruments.SweepStarted.Add(1, new KeyValuePair<string, object?>(Measures.Route, request.Route));
        string message = subject.Group is null ? "A run that was lost is started." : "The run of a group is started.";
        Write(LogLevel.Information, "sweep.started", message, json =>
        {
            json.WriteString("route", request.Route);
            Write(json, subject);
            json.WriteString("taskKey", request.TaskKey);
            json.WriteString("taskRunKey", run.Key);
            json.WriteString("name", run.Name ?? request.Name);
            json.WriteString("status", run.Status);
            json.WriteString("opcRequestId", run.OpcRequestId);
        });
    }

    public void Refused(TaskRunRequest request, RunSubject subject, ServiceFailure failure, bool ofWholeTask) =>
        Write(LogLevel.Error, "sweep.refused", "The service refused a run.", json =>
        {
            json.WriteString("route", request.Route);
            Write(json, subject);
            json.WriteString("taskKey", request.TaskKey);
            json.WriteString("failure", failure.Describe());
        });

    // Each end is reported by the sweep of its slot, and by no other.
    public void Ended(TaskRunRequest request, TaskRun run) { }

    public void EndedInSlot(Route? route, TaskRun run) =>
        instruments.RunsEnded.Add(1, new(Measures.Route, route?.Name), new("dispatcher.status", run.Status));

    public void Failed(FailedRun failed)
    {
        instruments.SweepFailed.Add(1, new KeyValuePair<string, object?>(Measures.Route, failed.Route?.Name));
        Write(
            LogLevel.Error,
            "run.failed",
            $"A run of {(failed.Route is { } route ? $"route {route.Name}" : "a task that routes name")} ended as "
                + $"{failed.Run.Status}.",
            json =>
            {
                json.WriteString("route", failed.Route?.Name);
                json.WriteString("owner", failed.Route?.Owner);
                Write(json, failed.Subject);
                json.WriteString("taskKey", failed.Task.TaskKey);
                json.WriteString("taskRunKey", failed.Run.Key);
                json.WriteString("name", failed.Run.Name);
                json.WriteString("status", failed.Run.Status);
                json.WriteString("serviceMessage", failed.Run.ErrorMessage);
            }
        );
    }

    public void Missing(MissingObject missing) =>
        Write(
            LogLevel.Error,
            "expected.missing",
            $"Route {missing.Route.Name} expects an object with the key {Quote.Value(missing.Key)}, and none has come.",
            json =>
            {
                json.WriteString("route", missing.Route.Name);
                json.WriteString("owner", missing.Route.Owner);
                json.WriteString("key", missing.Key);
                json.WriteString(
                    "due",
                    missing.Due.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
                );
            }
        );

    private static void Write(Utf8JsonWriter json, RunSubject? subject)
    {
        json.WriteString("objectName", subject?.ObjectName);
        json.WriteString("group", subject?.Group);
    }

    private void Write(LogLevel level, string eventName, string message, Action<Utf8JsonWriter> fields) =>
        log.Write(
            level,
            eventName,
            message,
            json =>
            {
                json.WriteString("callId", callId);
                fields(json);
            },
            routeSet
        );
}
