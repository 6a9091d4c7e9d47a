using System.Globalization;
using System.Text.Json;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Oci.Wire;
using Dispatcher.Planning;

namespace Dispatcher.Oci.Clients;

/// <summary>Data Integration over HTTP.</summary>
internal sealed class HttpTaskRuns(OciHttpClient client, IOciRequests requests) : ITaskRuns
{
    public Task<ServiceResult<TaskRun>> CreateAsync(
        TaskRunRequest request,
        string requestId,
        CancellationToken cancellationToken
    ) => RunAsync(requests.CreateTaskRun(request, requestId), cancellationToken);

    public Task<ServiceResult<TaskRun>> GetAsync(
        string workspace,
        string application,
        string taskRunKey,
        CancellationToken cancellationToken
    ) => RunAsync(requests.GetTaskRun(workspace, application, taskRunKey), cancellationToken);

    public async Task<ServiceResult<TaskRunPage>> ListAsync(
        string workspace,
        string application,
        TaskRunFilter filter,
        CancellationToken cancellationToken
    )
    {
        OciRequest list = requests.ListTaskRuns(workspace, application, filter);
        ServiceResult<OciAnswer> result = await client.SendAsync(list, cancellationToken).ConfigureAwait(false);
        if (!result.TryGet(out OciAnswer? answer))
            return result.Failure!;
        if (TaskRunDocument.Page(answer, filter.WithBindings) is not { } page)
            return Failures.Unreadable(list, answer, "is not a list of task runs");
        AnswerBody.Return(answer.Body);
        return page;
    }

    private async Task<ServiceResult<TaskRun>> RunAsync(OciRequest request, CancellationToken cancellationToken)
    {
        ServiceResult<OciAnswer> result = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!result.TryGet(out OciAnswer? answer))
            return result.Failure!;
        return TaskRunDocument.Run(answer) is { } run
            ? run with
            {
                Age = TaskRunDocument.Age(answer),
            }
            : Failures.Unreadable(request, answer, "is not a task run");
    }
}

/// <summary>Reads the service's JSON for task runs. Missing members become null; unknown members are ignored.</summary>
internal static class TaskRunDocument
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    /// <summary>The time between the run's creation and the answer, both by the service's clock. The clock of this
    /// machine is not used.</summary>
    public static TimeSpan? Age(OciAnswer answer)
    {
        if (
            !DateTimeOffset.TryParseExact(
                answer.Header("Date"),
                "r",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out DateTimeOffset answered
            )
        )
            return null;
        using JsonDocument document = JsonDocument.Parse(answer.Body, Deep);
        return Created(document.RootElement) is { } created ? answered - created : null;
    }

    private static DateTimeOffset? Created(JsonElement run) =>
        run.TryGetProperty("metadata", out JsonElement metadata)
        && metadata.ValueKind == JsonValueKind.Object
        && metadata.Text("timeCreated") is { } text
            ? EventTime.Parse(text)
            : null;

    public static TaskRun? Run(OciAnswer answer)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer.Body, Deep);
            return Run(document.RootElement, answer.OpcRequestId);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static TaskRunPage? Page(OciAnswer answer, bool withBindings)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer.Body, Deep);
            if (
                document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("items", out JsonElement items)
                || items.ValueKind != JsonValueKind.Array
            )
            {
                return null;
            }

            var runs = new List<TaskRun>(items.GetArrayLength());
            foreach (JsonElement item in items.EnumerateArray())
            {
                if (Run(item, answer.OpcRequestId) is not { } run)
                    return null;
                runs.Add(withBindings ? run with { Bindings = Bindings(item) } : run);
            }

            return new(runs, answer.Header("opc-next-page"));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A copy: the page is gone when it is looked at.
    private static JsonElement? Bindings(JsonElement run) =>
        run.TryGetProperty("configProvider", out JsonElement provider)
        && provider.ValueKind == JsonValueKind.Object
        && provider.TryGetProperty("bindings", out JsonElement bindings)
        && bindings.ValueKind == JsonValueKind.Object
            ? bindings.Clone()
            : null;

    private static TaskRun? Run(JsonElement element, string? opcRequestId) =>
        element.Text("key") is { Length: > 0 } key
            ? new()
            {
                Key = key,
                Name = element.Text("name"),
                Identifier = element.Text("identifier"),
                Status = element.Text("status"),
                ErrorMessage = element.Text("errorMessage"),
                TaskKey = element.Text("taskKey"),
                Created = Created(element),
                StartTimeMillis = element.Number("startTimeMillis"),
                EndTimeMillis = element.Number("endTimeMillis"),
                OpcRequestId = opcRequestId,
            }
            : null;
}
