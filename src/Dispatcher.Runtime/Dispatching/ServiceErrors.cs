using Dispatcher.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.Runtime.Ports;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>Turns what a service said, or did not say, into the error of a route.</summary>
/// <remarks>dispatch-v1, "Outcome"; the codes are in docs/errors.md.</remarks>
internal static class ServiceErrors
{
    /// <summary>Why a run was not created, and what to do about it.</summary>
    public static DispatchError NotCreated(TaskRunRequest request, ServiceFailure failure, int attempts) => new(
        Code(failure),
        request.Route,
        $"The run of task {Quote.Value(request.TaskKey)} in application {Quote.Value(request.Application)} of workspace {Quote.Value(request.Workspace)} "
            + $"was not created: {failure.Describe()}{(attempts > 1 ? $" ({attempts} attempts)" : "")}.{Advice(failure)}",
        failure.Kind == FailureKind.Deferred);

    /// <summary>The code for a failure.</summary>
    public static string Code(ServiceFailure failure) => failure switch
    {
        { Kind: FailureKind.Rejected } => Codes.ServiceRefused,
        { Status: 429 } => Codes.ServiceThrottled,
        { Status: 408 } => Codes.OutOfTime,
        { Status: not null } => Codes.ServiceFailed,
        { Code: "Timeout" or "OutOfTime" } => Codes.OutOfTime,
        { Code: "CredentialsUnavailable" } => Codes.Configuration,
        _ => Codes.ConnectionLost,
    };

    private static string Advice(ServiceFailure failure) => failure switch
    {
        { Kind: FailureKind.Rejected, Status: 401 or 403 or 404 } =>
            " Check the keys of workspace, application and task, and the policy: a missing permission is answered like a missing task.",
        { Kind: FailureKind.Rejected, Status: 400 or 422 } => " Check the bindings against the task's parameters.",
        { MayHaveHappened: true } => " It may exist all the same; the next delivery of the event finds it by its retry token.",
        _ => "",
    };
}
