using Dispatcher.Cli.Console;
using Dispatcher.Oci.Ports;
using Dispatcher.Runtime.Retrying;

namespace Dispatcher.Cli.Runs;

/// <summary>Tries a call again while that can help. A person is waiting, so it gives up after half a minute or so, and
/// says what it waits for.</summary>
/// <param name="terminal">How to wait.</param>
/// <param name="notes">Where it says so.</param>
internal sealed class Patience(Terminal terminal, TextWriter notes) : IRetries
{
    private const int MostAttempts = 6;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30),
        Noticeable = TimeSpan.FromSeconds(2);
    private int noted;

    /// <summary>Runs the call until it succeeds, cannot succeed, or was tried six times.</summary>
    /// <param name="attempt">One attempt.</param>
    /// <param name="stopping">Ctrl-C.</param>
    public async Task<ServiceResult<T>> CallAsync<T>(
        Func<CancellationToken, Task<ServiceResult<T>>> attempt,
        CancellationToken stopping
    ) => (await Until(stopping).RunAsync("call", (_, stop) => attempt(stop)).ConfigureAwait(false)).Result;

    /// <summary>The same as <see cref="IRetries"/>, which give up when the token is cancelled.</summary>
    public IRetries Until(CancellationToken stopping) => new Stoppable(this, stopping);

    /// <inheritdoc/>
    public Task<(ServiceFailure? Failure, int Attempts)> AttemptAsync(
        string operation,
        Func<int, CancellationToken, Task<ServiceFailure?>> attempt
    ) => AttemptAsync(attempt, CancellationToken.None);

    private async Task<(ServiceFailure? Failure, int Attempts)> AttemptAsync(
        Func<int, CancellationToken, Task<ServiceFailure?>> attempt,
        CancellationToken stopping
    )
    {
        for (int tries = 1; ; tries++)
        {
            ServiceFailure? result = await attempt(tries, stopping).ConfigureAwait(false);
            if (result is not { Kind: FailureKind.Deferred } failure || tries == MostAttempts)
            {
                noted = 0;
                return (result, tries);
            }

            TimeSpan wait = failure.RetryAfter ?? TimeSpan.FromMilliseconds(250 << tries);
            // Of the calls that run side by side one speaks for all.
            if (wait >= Noticeable && Interlocked.Exchange(ref noted, 1) == 0)
                await notes.WriteLineAsync($"note: {failure.Describe()}; trying again").ConfigureAwait(false);
            await terminal.Wait(wait < Longest ? wait : Longest, stopping).ConfigureAwait(false);
        }
    }

    private sealed class Stoppable(Patience patience, CancellationToken stopping) : IRetries
    {
        public Task<(ServiceFailure? Failure, int Attempts)> AttemptAsync(
            string operation,
            Func<int, CancellationToken, Task<ServiceFailure?>> attempt
        ) => patience.AttemptAsync(attempt, stopping);
    }
}
