using Dispatcher.Planning;

namespace Dispatcher.Oci.Ports;

/// <summary>Data Integration, as far as dispatching needs it.</summary>
/// <remarks>Implementations make one attempt per call. The caller retries, because it knows the deadline. An expected
/// failure comes back as a <see cref="ServiceFailure"/>; only cancellation and bugs throw.</remarks>
public interface ITaskRuns
{
    /// <summary>Creates a task run (CreateTaskRun), with the request's retry token.</summary>
    /// <param name="request">The run to create; its body is sent unchanged.</param>
    /// <param name="requestId">Sent as <c>opc-request-id</c>, so that both sides' logs can be joined.</param>
    /// <param name="cancellationToken">Reaches the wire.</param>
    Task<ServiceResult<TaskRun>> CreateAsync(
        TaskRunRequest request,
        string requestId,
        CancellationToken cancellationToken
    );

    /// <summary>Reads one task run (GetTaskRun).</summary>
    Task<ServiceResult<TaskRun>> GetAsync(
        string workspace,
        string application,
        string taskRunKey,
        CancellationToken cancellationToken
    );

    /// <summary>One page of task runs (ListTaskRuns) under a filter; <see cref="TaskRunPage.NextPage"/>
    /// continues.</summary>
    Task<ServiceResult<TaskRunPage>> ListAsync(
        string workspace,
        string application,
        TaskRunFilter filter,
        CancellationToken cancellationToken
    );
}
