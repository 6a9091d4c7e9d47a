using Dispatcher.Oci.Ports;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Telemetry;

namespace Dispatcher.Runtime.Retrying;

/// <summary>Tries again while it can help and there is time: exponential backoff with full jitter, and what the service
/// asks for.</summary>
/// <remarks>dispatch-v1, "Retry and time".</remarks>
internal sealed class Retrier(DispatchOptions options, TimeProvider time, Instruments instruments)
{
    private const string OutOfTimeCode = "OutOfTime";

    private static readonly ServiceFailure NoTime = new(
        FailureKind.Deferred,
        Status: null,
        OutOfTimeCode,
        "there was no time left in this invocation to try"
    );

    /// <summary>Attempts within a time. They throw <see cref="OperationCanceledException"/> when the token is
    /// cancelled.</summary>
    /// <param name="until">No attempt begins, and none is waited for, after this moment; then the attempt's token is
    /// cancelled.</param>
    /// <param name="cancellationToken">Ends everything at once.</param>
    /// <param name="retrying">Called for every failure that is tried again, with the number of attempts and the pause
    /// before the next one.</param>
    public IRetries Until(
        Moment until,
        CancellationToken cancellationToken,
        Action<ServiceFailure, int, TimeSpan>? retrying = null
    ) => new Within(this, until, retrying, cancellationToken);

    private async Task<(ServiceFailure? Failure, int Attempts)> AttemptAsync(
        string operation,
        Func<int, CancellationToken, Task<ServiceFailure?>> attempt,
        Moment until,
        Action<ServiceFailure, int, TimeSpan>? retrying,
        CancellationToken cancellationToken
    )
    {
        ServiceFailure? last = null;
        for (int attempts = 1; ; attempts++)
        {
            TimeSpan left = until.Left(time);
            if (left <= TimeSpan.Zero)
                return (last ?? NoTime, attempts - 1);
            ServiceFailure? result = await TryAsync(token => attempt(attempts, token), left, last, cancellationToken)
                .ConfigureAwait(false);
            if (result is not { Kind: FailureKind.Deferred } failure)
                return (result, attempts);

            // Its timer may have been a moment early: what is left then is no time for another one.
            if (failure is { Status: null, Code: OutOfTimeCode })
                return (result, attempts);
            last = failure;
            TimeSpan pause = Pause(attempts, failure);

            // A pause that leaves no time for the attempt behind it only holds up the answer.
            if (pause >= until.Left(time))
                return (result, attempts);
            Measures.Retry(instruments, operation, FailureCode.Of(failure));
            Traces.Retry(failure, FailureCode.Of(failure), attempts, pause);
            retrying?.Invoke(failure, attempts, pause);
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The pause after a failed attempt: anything from nothing to a ceiling that doubles, but never less than
    /// the service asks for.</summary>
    internal TimeSpan Pause(int attempts, ServiceFailure failure)
    {
        // 2^20 first pauses are longer than any longest pause; a larger exponent would only overflow.
        TimeSpan ceiling = options.FirstPause * Math.Pow(2, Math.Min(attempts - 1, 20));
        TimeSpan pause = (ceiling < options.LongestPause ? ceiling : options.LongestPause) * options.Jitter();
        return failure.RetryAfter > pause ? failure.RetryAfter.Value : pause;
    }

    private async Task<ServiceFailure?> TryAsync(
        Func<CancellationToken, Task<ServiceFailure?>> attempt,
        TimeSpan left,
        ServiceFailure? before,
        CancellationToken cancellationToken
    )
    {
        using var clock = new CancellationTokenSource(left, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            // WaitAsync: the answer goes out in time even when an adapter does not heed its token.
            return await attempt(both.Token).WaitAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
            when (clock.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            string earlier = before is null ? "" : $"; the attempt before it: {before.Describe()}";
            return new ServiceFailure(
                FailureKind.Deferred,
                Status: null,
                OutOfTimeCode,
                $"no answer came in the time this invocation has{earlier}"
            )
            {
                MayHaveHappened = true,
            };
        }
    }

    private sealed class Within(
        Retrier retrier,
        Moment until,
        Action<ServiceFailure, int, TimeSpan>? retrying,
        CancellationToken cancellationToken
    ) : IRetries
    {
        public Task<(ServiceFailure? Failure, int Attempts)> AttemptAsync(
            string operation,
            Func<int, CancellationToken, Task<ServiceFailure?>> attempt
        ) => retrier.AttemptAsync(operation, attempt, until, retrying, cancellationToken);
    }
}
