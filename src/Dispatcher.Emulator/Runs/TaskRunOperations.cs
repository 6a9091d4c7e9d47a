using Dispatcher.Emulator.Model;
using Dispatcher.Emulator.Wire;

namespace Dispatcher.Emulator.Runs;

/// <summary>Task runs over HTTP: <c>/20200430/workspaces/W/applications/A/taskRuns</c>.</summary>
internal sealed class TaskRunOperations(DataIntegrationState state, EmulatorOptions options)
{
    private const int MaxRetryToken = 64;

    public Answer Create(Call call)
    {
        string? token = call.Header("opc-retry-token");
        if (token is { Length: 0 or > MaxRetryToken })
            return Refusals.Invalid("opc-retry-token must have 1 to 64 characters");
        if (CreateTaskRunDetails.Read(call.Body, out CreateTaskRunDetails? details) is { } problem)
            return Answer.Error(400, problem.Code, problem.Message);

        var request = new RunRequest(call.Body, token, call.OpcRequestId);
        return InApplication(call, (workspace, application, now) =>
        {
            CreateResult result = state.Create(workspace, application, details!, request, now);
            return result.Outcome switch
            {
                CreateOutcome.Created => RunJson.Of(201, result.Run!, application, now),
                CreateOutcome.Replayed => Replayed(result.Run!, application, now),
                CreateOutcome.OtherTask => Answer.Error(
                    409,
                    "InvalidatedRetryToken",
                    "The retry token was used with another task"
                ),
                CreateOutcome.NotActive => Answer.Error(
                    409,
                    "IncorrectState",
                    $"The workspace is {workspace.LifecycleState}"
                ),
                CreateOutcome.NoRoom => Answer.Error(
                    400,
                    "LimitExceeded",
                    $"The emulator keeps {options.MaxTaskRuns} task runs and no more"
                ),
                CreateOutcome.NoTask => Refusals.NotFound($"the task {details!.TaskKey}"),
            };
        });
    }

    public Answer Get(Call call) =>
        InApplication(call, (_, application, now) =>
            application.Runs.Find(call[6]) is { } run ? RunJson.Of(200, run, application, now) : NoRun(call)
        );

    public Answer List(Call call)
    {
        if (TaskRunQuery.Read(call.Target, out TaskRunQuery? query) is { } invalid)
            return Refusals.Invalid(invalid);
        return InApplication(call, (_, application, now) =>
            RunJson.Of(query!.Apply(application.Runs, now), query.Fields, application, now)
        );
    }

    private Answer Replayed(RunRecord run, EmulatedApplication application, DateTimeOffset now) =>
        options.RetryTokenReplay switch
        {
            RetryTokenReplay.SameRunAsOk => RunJson.Of(200, run, application, now),
            RetryTokenReplay.SameRunAsCreated => RunJson.Of(201, run, application, now),
            RetryTokenReplay.Conflict => Answer.Error(409, "InvalidatedRetryToken", "The retry token was used before"),
        };

    private Answer InApplication(
        Call call,
        Func<EmulatedWorkspace, EmulatedApplication, DateTimeOffset, Answer> handle
    ) =>
        state.InApplication(call[2], call[4], handle)
        ?? Refusals.NotFound($"the application {call[4]} in the workspace {call[2]}");

    private static Answer NoRun(Call call) => Refusals.NotFound($"the task run {call[6]}");
}
