using Dispatcher.Runtime.Ports;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>Tries again while it can help and there is time: exponential backoff with full jitter, and what the service asks for.</summary>
/// <remarks>dispatch-v1, "Retry and time".</remarks>
internal sealed class Retrier(DispatchOptions options, TimeProvider time)
{
    /// <summary>The first value, or the last failure.</summary>
    /// <param name="attempt">One attempt; its token is cancelled at <paramref name="until"/>.</param>
    /// <param name="until">No attempt begins, and none goes on, after this moment.</param>
    /// <param name="cancellationToken">Ends everything at once.</param>
    /// <returns>The result, and how many attempts were made.</returns>
    public async Task<(ServiceResult<T> Result, int Attempts)> RunAsync<T>(
        Func<CancellationToken, Task<ServiceResult<T>>> attempt, DateTimeOffset until, CancellationToken cancellationToken)
    {
        ServiceFailure last = OutOfTime;
        TimeSpan ceiling = options.FirstPause;
        for (int attempts = 1; ; attempts++)
        {
            TimeSpan left = until - time.GetUtcNow();
            if (left <= TimeSpan.Zero)
                return (last, attempts - 1);
            ServiceResult<T> result = await TryAsync(attempt, left, cancellationToken).ConfigureAwait(false);
            if (result.Failure is not { IsWorthRetrying: true } failure)
                return (result, attempts);

            last = failure;
            TimeSpan pause = ceiling * options.Jitter();
            if (failure.RetryAfter > pause)
                pause = failure.RetryAfter.Value;
            // A pause that leaves no time for the attempt behind it only holds up the answer.
            if (pause >= until - time.GetUtcNow())
                return (result, attempts);
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            ceiling = ceiling + ceiling < options.LongestPause ? ceiling + ceiling : options.LongestPause;
        }
    }

    private static readonly ServiceFailure OutOfTime =
        new(FailureKind.Deferred, Status: null, "OutOfTime", "there was no time left in this invocation to try");

    private async Task<ServiceResult<T>> TryAsync<T>(
        Func<CancellationToken, Task<ServiceResult<T>>> attempt, TimeSpan left, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(left, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            // WaitAsync: the answer goes out in time even when an adapter does not heed its token.
            return await attempt(both.Token).WaitAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (clock.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new ServiceFailure(FailureKind.Deferred, Status: null, "OutOfTime", "no answer came in the time this invocation has") { MayHaveHappened = true };
        }
    }
}
