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
        return TaskRunDocument.Run(answer) is { } run ? run : Failures.Unreadable(request, answer, "is not a task run");
    }
}
