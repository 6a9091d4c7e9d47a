using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Function.Telemetry;

/// <summary>Sends metrics and traces at the two moments when the process is certainly not frozen. During an invocation
/// it sends the data left from earlier ones. When the answer is known, it sends the data of this invocation.</summary>
/// <param name="inner">Handles the invocation.</param>
/// <param name="export">Sends the data.</param>
/// <param name="wait">How long a known answer waits for the second export; zero for no wait.</param>
/// <param name="time">The clock for deadlines.</param>
internal sealed class ExportingHandler(
    IInvocationHandler inner,
    TelemetryExport export,
    TimeSpan wait,
    TimeProvider time
) : IInvocationHandler
{
    // The time before the deadline that is reserved for the answer.
    private static readonly TimeSpan AnswerMargin = TimeSpan.FromMilliseconds(250);

    public async Task<InvocationAnswer> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (export.IsBehind)
            _ = export.Begin();
        InvocationAnswer answer = await inner.HandleAsync(invocation, cancellationToken).ConfigureAwait(false);
        Task sent = export.Begin();
        TimeSpan left = (invocation.Deadline - time.GetUtcNow() - AnswerMargin) ?? wait;
        TimeSpan patience = left < wait ? left : wait;
        if (patience > TimeSpan.Zero)
            await Task.WhenAny(sent, Task.Delay(patience, time, cancellationToken)).ConfigureAwait(false);
        return answer;
    }
}
