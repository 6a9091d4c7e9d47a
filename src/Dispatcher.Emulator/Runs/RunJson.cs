using System.Globalization;
using System.Text.Json;
using Dispatcher.Emulator.Model;
using Dispatcher.Emulator.Wire;

namespace Dispatcher.Emulator.Runs;

/// <summary>Writes task runs in the service's JSON (<c>TaskRun</c>, <c>TaskRunSummary</c>).</summary>
internal static class RunJson
{
    public static Answer Of(int status, RunRecord run, EmulatedApplication application, DateTimeOffset now) =>
        Answer
            .Json(status, writer => Write(writer, run, fields: null, application, now))
            .With(
                "etag",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{run.Created.Key}-{run.UpdatedAt(now).ToUnixTimeMilliseconds()}"
                )
            );

    public static Answer Of(
        Page<RunRecord> page,
        IReadOnlyCollection<string> fields,
        EmulatedApplication application,
        DateTimeOffset now
    ) => page.Answer((writer, run) => Write(writer, run, fields.Count == 0 ? null : fields, application, now));

    private static void Write(
        Utf8JsonWriter json,
        RunRecord run,
        IReadOnlyCollection<string>? fields,
        EmulatedApplication application,
        DateTimeOffset now
    )
    {
        var writer = new FieldWriter(json, fields);
        EmulatedRun seen = run.At(now);
        json.WriteStartObject();
        writer.Text("key", seen.Key, always: true);
        writer.Text("modelType", "TASK_RUN");
        writer.Text("modelVersion", "20200430");
        writer.Text("name", seen.Name);
        writer.Text("description", run.Description);
        writer.Number("objectVersion", 1);
        writer.Raw("configProvider", run.ConfigProvider);
        writer.Text("status", seen.Status.Word());
        writer.Number("startTimeMillis", seen.Started?.ToUnixTimeMilliseconds());
        writer.Number("endTimeMillis", seen.Ended?.ToUnixTimeMilliseconds());
        writer.Number("lastUpdated", run.UpdatedAt(now).ToUnixTimeMilliseconds());
        writer.Number("recordsWritten", seen.Ended is null ? null : 0);
        writer.Number("bytesProcessed", seen.Ended is null ? null : 0);
        writer.Text("errorMessage", seen.ErrorMessage);
        writer.Text("taskKey", seen.TaskKey);
        writer.Number("retryAttempt", 0);
        writer.Text("authMode", "OBO");
        writer.Text("opcRequestId", seen.OpcRequestId);
        writer.Number("objectStatus", 1);
        writer.Text("taskType", run.TaskType);
        writer.Text("identifier", seen.Identifier);
        if (writer.Wants("metadata"))
        {
            json.WriteStartObject("metadata");
            json.WriteString("aggregatorKey", seen.TaskKey);
            json.WriteString("timeCreated", Times.Rfc3339(seen.Created));
            json.WriteString("timeUpdated", Times.Rfc3339(run.UpdatedAt(now)));
            json.WriteString("identifierPath", $"{application.Name}/{seen.Identifier}");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
