using System.Globalization;
using Dispatcher.Emulator.Model;

namespace Dispatcher.Emulator.Runs;

/// <summary>Workspaces, applications, tasks and runs, in memory. Thread-safe.</summary>
public sealed class DataIntegrationState
{
    private readonly Lock access = new();
    private readonly Dictionary<string, EmulatedWorkspace> workspaces = new(StringComparer.Ordinal);
    private readonly List<RunRecord> runs = [];
    private readonly Dictionary<string, RunRecord> runsByKey = new(StringComparer.Ordinal);
    private readonly EmulatorOptions options;
    private readonly TimeProvider time;
    private long replays;

    internal DataIntegrationState(EmulatorOptions options)
    {
        this.options = options;
        time = options.RunTime ?? options.Time;
    }

    /// <summary>Every task run, in order of creation, as it is now.</summary>
    public IReadOnlyList<EmulatedRun> Runs
    {
        get
        {
            lock (access)
            {
                DateTimeOffset now = AdvanceAll();
                return [.. runs.Select(run => run.At(now))];
            }
        }
    }

    /// <summary>How many task runs there are.</summary>
    public int RunCount
    {
        get
        {
            lock (access)
                return runs.Count;
        }
    }

    /// <summary>How many CreateTaskRun requests had a known retry token and so created nothing.</summary>
    public long Replays
    {
        get
        {
            lock (access)
                return replays;
        }
    }

    /// <summary>Adds a workspace, unless it exists.</summary>
    /// <param name="id">Its OCID.</param>
    public void AddWorkspace(string id)
    {
        lock (access)
            Workspace(id);
    }

    /// <summary>Sets the state of a workspace; a missing workspace is added. Only an <c>ACTIVE</c> workspace accepts
    /// task runs. In any other state, CreateTaskRun answers 409 <c>IncorrectState</c>. (The service's real answer is
    /// not known.)</summary>
    /// <param name="id">The workspace.</param>
    /// <param name="lifecycleState"><c>ACTIVE</c>, <c>STOPPED</c>, ….</param>
    public void SetWorkspaceState(string id, string lifecycleState)
    {
        lock (access)
            Workspace(id).LifecycleState = lifecycleState;
    }

    /// <summary>Adds an application, unless it exists. A missing workspace is added too.</summary>
    /// <param name="workspace">The workspace's OCID.</param>
    /// <param name="key">The application's key.</param>
    /// <param name="name">Its name; null for the key.</param>
    public void AddApplication(string workspace, string key, string? name = null)
    {
        lock (access)
            Application(workspace, key, name);
    }

    /// <summary>Publishes a task to an application. A missing workspace or application is added. A task with the same
    /// key is replaced.</summary>
    /// <param name="workspace">The workspace's OCID.</param>
    /// <param name="application">The application's key.</param>
    /// <param name="task">The task.</param>
    public void AddTask(string workspace, string application, PublishedTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        lock (access)
            Application(workspace, application).Tasks[task.Key] = task;
    }

    /// <summary>A snapshot of the run with that key, or null.</summary>
    public EmulatedRun? Find(string runKey)
    {
        lock (access)
        {
            DateTimeOffset now = AdvanceAll();
            return runsByKey.GetValueOrDefault(runKey)?.At(now);
        }
    }

    /// <summary>Ends a run now, without regard to its course. A run that has ended does not change.</summary>
    /// <param name="runKey">The run.</param>
    /// <param name="status">Its last state: <see cref="RunStatus.Success"/>, <see cref="RunStatus.Error"/> or
    /// <see cref="RunStatus.Terminated"/>.</param>
    /// <param name="error">The error's message.</param>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public void Finish(string runKey, RunStatus status, string? error = null)
    {
        if (!status.IsFinal())
            throw new ArgumentOutOfRangeException(nameof(status), status, "A run ends as Success, Error or Terminated");
        lock (access)
        {
            if (!runsByKey.TryGetValue(runKey, out RunRecord? run))
                throw new KeyNotFoundException($"There is no task run {runKey}");
            workspaces[run.Created.Workspace].Schedule.Finish(run, status, error, time.GetUtcNow());
        }
    }

    /// <summary>Adds a run that has succeeded, as if it had been created before. A missing workspace or application
    /// is added.</summary>
    /// <param name="run">The run; its key is new, and its times are given.</param>
    public void AddSucceeded(EmulatedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        lock (access)
        {
            EmulatedApplication application = Application(run.Workspace, run.Application);
            var record = new RunRecord(run, options.Course with { Error = null }, runs.Count)
            {
                TaskType = "INTEGRATION_TASK",
                StartedAt = run.Started ?? run.Created,
                EndedAt = run.Ended ?? run.Created,
            };
            runs.Add(record);
            runsByKey.Add(run.Key, record);
            application.Runs.Add(record);
        }
    }

    /// <summary>Forgets every retry token, as the service does when they expire: the same request then creates another
    /// run.</summary>
    public void ForgetRetryTokens()
    {
        lock (access)
        {
            foreach (
                EmulatedApplication application in workspaces.Values.SelectMany(workspace =>
                    workspace.Applications.Values
                )
            )
                application.Tokens.Clear();
        }
    }

    /// <summary>Advances the runs of the workspace to the present time, then reads or changes an application under the
    /// lock.</summary>
    internal T? InApplication<T>(
        string workspaceId,
        string key,
        Func<EmulatedWorkspace, EmulatedApplication, DateTimeOffset, T> look
    )
        where T : class
    {
        lock (access)
        {
            if (Reach(workspaceId) is not { } workspace || Reach(workspace, key) is not { } application)
                return null;
            DateTimeOffset now = time.GetUtcNow();
            workspace.Schedule.Advance(now);
            return look(workspace, application, now);
        }
    }

    /// <summary>Creates a run, or finds the one that its retry token created. Called inside
    /// <see cref="InApplication{T}"/>.</summary>
    internal CreateResult Create(
        EmulatedWorkspace workspace,
        EmulatedApplication application,
        CreateTaskRunDetails details,
        RunRequest request,
        DateTimeOffset now
    )
    {
        if (
            request.RetryToken is { } token
            && application.Tokens.GetValueOrDefault(token) is { } remembered
            && remembered.Forgotten > now
        )
        {
            // A retry token belongs to one operation: the run of another task cannot use it.
            if (remembered.Run.Created.TaskKey != details.TaskKey)
                return new(remembered.Run, CreateOutcome.OtherTask);
            remembered.Run.Requests++;
            replays++;
            return new(remembered.Run, CreateOutcome.Replayed);
        }

        if (!application.Tasks.TryGetValue(details.TaskKey, out PublishedTask? task) && !options.AcceptAnyTask)
            return new(null, CreateOutcome.NoTask);
        if (workspace.LifecycleState != "ACTIVE")
            return new(null, CreateOutcome.NotActive);
        if (runs.Count >= options.MaxTaskRuns)
            return new(null, CreateOutcome.NoRoom);

        RunRecord run = NewRun(workspace, application, task ?? new(details.TaskKey), details, request, now);
        runs.Add(run);
        runsByKey.Add(run.Created.Key, run);
        application.Runs.Add(run);
        workspace.Schedule.Add(run);
        workspace.Schedule.Advance(now);
        if (request.RetryToken is not null)
            application.Tokens[request.RetryToken] = new(run, RunRecord.Later(now, options.RetryTokenLifetime));
        return new(run, CreateOutcome.Created);
    }

    private RunRecord NewRun(
        EmulatedWorkspace workspace,
        EmulatedApplication application,
        PublishedTask task,
        CreateTaskRunDetails details,
        RunRequest request,
        DateTimeOffset now
    )
    {
        // The service names runs this way when the request has no name.
        string own = string.Create(
            CultureInfo.InvariantCulture,
            $"{task.ShownName}_{now.ToUnixTimeMilliseconds()}_{runs.Count + 1:00000000}"
        );
        var created = new EmulatedRun
        {
            Key = Guid.NewGuid().ToString(),
            Workspace = workspace.Id,
            Application = application.Key,
            TaskKey = details.TaskKey,
            Name = options.KeepGivenNames && details.Name is { Length: > 0 } name ? name : own,
            Identifier =
                options.KeepGivenNames && details.Identifier is { Length: > 0 } identifier
                    ? identifier
                    : Identifiers.From(own),
            Body = request.Body,
            RetryToken = request.RetryToken,
            OpcRequestId = request.OpcRequestId,
            Created = now,
        };
        return new(created, options.CourseOf?.Invoke(created) ?? options.Course, runs.Count)
        {
            ConfigProvider = details.ConfigProvider,
            Description = details.Description,
            TaskType = task.Type,
        };
    }

    private DateTimeOffset AdvanceAll()
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach (EmulatedWorkspace workspace in workspaces.Values)
            workspace.Schedule.Advance(now);
        return now;
    }

    private EmulatedWorkspace? Reach(string id) =>
        options.AcceptAnyTask && id.Length > 0 ? Workspace(id) : workspaces.GetValueOrDefault(id);

    private EmulatedApplication? Reach(EmulatedWorkspace workspace, string key) =>
        options.AcceptAnyTask && key.Length > 0
            ? Application(workspace.Id, key)
            : workspace.Applications.GetValueOrDefault(key);

    private EmulatedWorkspace Workspace(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (!workspaces.TryGetValue(id, out EmulatedWorkspace? workspace))
            workspaces.Add(id, workspace = new(id, options.MaxRunning));
        return workspace;
    }

    private EmulatedApplication Application(string workspace, string key, string? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Dictionary<string, EmulatedApplication> applications = Workspace(workspace).Applications;
        if (!applications.TryGetValue(key, out EmulatedApplication? application))
            applications.Add(key, application = new(key) { Name = name ?? key });
        return application;
    }
}

/// <summary>The raw body and the headers of a CreateTaskRun request.</summary>
internal sealed record RunRequest(ReadOnlyMemory<byte> Body, string? RetryToken, string OpcRequestId);

/// <summary>The result of a CreateTaskRun request.</summary>
internal enum CreateOutcome
{
    Created,
    Replayed,
    OtherTask,
    NoTask,
    NotActive,
    NoRoom,
}

/// <summary>The result of a request, with the run if there is one.</summary>
internal sealed record CreateResult(RunRecord? Run, CreateOutcome Outcome);
