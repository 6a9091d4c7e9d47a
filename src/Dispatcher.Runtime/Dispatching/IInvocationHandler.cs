namespace Dispatcher.Runtime.Dispatching;

/// <summary>Answers calls of the function. Calls may overlap.</summary>
public interface IInvocationHandler
{
    /// <summary>Answers one call.</summary>
    /// <param name="invocation">The call.</param>
    /// <param name="cancellationToken">Cancelled only when the process is about to end and the time for finishing is
    /// over. A caller that hangs up cancels nothing: redelivery is promised nowhere, so work that has begun is
    /// finished; the deadline in <see cref="Invocation.Deadline"/> is the handler's to keep.</param>
    Task<InvocationAnswer> HandleAsync(Invocation invocation, CancellationToken cancellationToken);
}
