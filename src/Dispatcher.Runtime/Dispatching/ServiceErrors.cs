using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Retrying;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>Turns what a service said, or did not say, into the error of a route.</summary>
/// <remarks>dispatch-v1, "Outcome"; the codes are in docs/errors.md.</remarks>
internal static class ServiceErrors
{
    /// <summary>Why a run was not created, and what to do about it.</summary>
    public static DispatchError NotCreated(TaskRunRequest request, ServiceFailure failure, int attempts) =>
        new(
            FailureCode.Of(failure),
            request.Route,
            $"The run of {Task(request)} was not created: "
                + $"{failure.Describe()}{(attempts > 1 ? $" ({attempts} attempts)" : "")}.{Advice(failure)}",
            failure.Kind == FailureKind.Deferred
        );

    /// <summary>Why nothing was created for a route that bounds its unfinished runs: their number could not be
    /// read.</summary>
    public static DispatchError NotCounted(TaskRunRequest request, ServiceFailure failure) =>
        new(
            FailureCode.Of(failure),
            request.Route,
            $"`max_running` is {request.MaxRunning}, and the unfinished runs of {Task(request)} could not be "
                + $"counted: {failure.Describe()}. "
                + "Nothing was created."
                + (
                    failure.Kind == FailureKind.Rejected
                        ? " Check the keys and the policy: the route needs `read dis-workspaces`."
                        : ""
                ),
            failure.Kind == FailureKind.Deferred
        );

    /// <summary>Why nothing was created: enough runs are unfinished.</summary>
    public static DispatchError Full(TaskRunRequest request, int unfinished) =>
        new(
            Codes.RouteFull,
            request.Route,
            $"`max_running` is {request.MaxRunning}, and {unfinished} runs of {Task(request)} are "
                + "unfinished. Nothing was created; the event may be delivered or redriven later.",
            Retryable: true
        );

    private static string Task(TaskRunRequest request) =>
        $"task {Quote.Value(request.TaskKey)} in application {Quote.Value(request.Application)} of workspace "
        + $"{Quote.Value(request.Workspace)}";

    private static string Advice(ServiceFailure failure) =>
        failure switch
        {
            { Status: 401 } => " Check this machine's clock (five minutes off are refused) and the token or key that "
                + "requests are signed with.",
            { Kind: FailureKind.Rejected, Status: 403 or 404 } =>
                " Check the keys of workspace, application and task, and the policy: "
                    + "a missing permission is answered like a missing task.",
            { Kind: FailureKind.Rejected, Status: 400 or 422 } => " Check the bindings against the task's parameters.",
            { MayHaveHappened: true } =>
                " It may exist all the same; the next delivery of the event finds it by its retry token.",
            _ => "",
        };
}
