using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Function.Telemetry;

/// <summary>Sends metrics and traces at the two moments when the process is sure not to be frozen: what is left over
/// beside an invocation, and the invocation's own when its answer is known.</summary>
/// <param name="inner">Answers.</param>
/// <param name="export">Sends.</param>
/// <param name="wait">How long a known answer waits for the second; zero is not at all.</param>
/// <param name="time">The clock of deadlines.</param>
internal sealed class ExportingHandler(
    IInvocationHandler inner,
    TelemetryExport export,
    TimeSpan wait,
    TimeProvider time
) : IInvocationHandler
{
    // Of the time that is left, the answer keeps at least this.
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
