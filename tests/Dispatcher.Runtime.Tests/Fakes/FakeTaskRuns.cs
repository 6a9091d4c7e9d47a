using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Runtime.Tests.Fakes;

/// <summary>Data Integration as a dictionary: a token starts one run, and a test says what goes wrong before
/// that.</summary>
internal sealed class FakeTaskRuns : ITaskRuns
{
    private readonly Dictionary<string, TaskRun> byToken = [];

    /// <summary>Decides about a create, given the request and the number of creates before it; null lets it
    /// through.</summary>
    public Func<TaskRunRequest, int, Task<ServiceResult<TaskRun>>?> OnCreate { get; set; } = (_, _) => null;

    /// <summary>Answers a list; null for an empty one.</summary>
    public Func<TaskRunFilter, ServiceResult<TaskRunPage>>? OnList { get; set; }

    public List<(TaskRunRequest Request, string RequestId)> Creates { get; } = [];

    public List<TaskRunFilter> Lists { get; } = [];

    public IReadOnlyCollection<TaskRun> Runs => byToken.Values;

    public Task<ServiceResult<TaskRun>> CreateAsync(
        TaskRunRequest request,
        string requestId,
        CancellationToken cancellationToken
    )
    {
        int before = Creates.Count;
        Creates.Add((request, requestId));
        return OnCreate(request, before) ?? Task.FromResult<ServiceResult<TaskRun>>(Start(request));
    }

    public Task<ServiceResult<TaskRun>> GetAsync(
        string workspace,
        string application,
        string taskRunKey,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("The dispatcher does not read runs by key.");

    public Task<ServiceResult<TaskRunPage>> ListAsync(
        string workspace,
        string application,
        TaskRunFilter filter,
        CancellationToken cancellationToken
    )
    {
        Lists.Add(filter);
        return Task.FromResult(OnList?.Invoke(filter) ?? new TaskRunPage([], null));
    }

    /// <summary>Starts the run of a request, or finds the one its token started.</summary>
    public TaskRun Start(TaskRunRequest request)
    {
        if (byToken.TryGetValue(request.RetryToken, out TaskRun? earlier))
            return earlier;
        return byToken[request.RetryToken] = new TaskRun
        {
            Key = $"run-{byToken.Count + 1}",
            Name = request.Name,
            Identifier = request.Identifier,
            Status = "NOT_STARTED",
            TaskKey = request.TaskKey,
            OpcRequestId = $"opc-{byToken.Count + 1}",
        };
    }
}
