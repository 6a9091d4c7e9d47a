using Dispatcher.Cli.Console;
using Dispatcher.Oci.Ports;

namespace Dispatcher.Cli.Runs;

/// <summary>Tries a call again while that can help. A person is waiting, so it gives up after half a minute or so, and
/// says what it waits for.</summary>
/// <param name="terminal">How to wait.</param>
/// <param name="notes">Where it says so.</param>
internal sealed class Patience(Terminal terminal, TextWriter notes)
{
    private const int MostAttempts = 6;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30),
        Noticeable = TimeSpan.FromSeconds(2);
    private int said;

    /// <summary>Runs the call until it succeeds, cannot succeed, or was tried six times.</summary>
    /// <param name="attempt">One attempt.</param>
    /// <param name="stopping">Ctrl-C.</param>
    public async Task<ServiceResult<T>> CallAsync<T>(
        Func<CancellationToken, Task<ServiceResult<T>>> attempt,
        CancellationToken stopping
    )
    {
        for (int tries = 1; ; tries++)
        {
            ServiceResult<T> result = await attempt(stopping).ConfigureAwait(false);
            if (result.Failure is not { IsWorthRetrying: true } failure || tries == MostAttempts)
            {
                said = 0;
                return result;
            }

            TimeSpan wait = failure.RetryAfter ?? TimeSpan.FromMilliseconds(250 << tries);
            // Of the calls that run side by side one speaks for all.
            if (wait >= Noticeable && Interlocked.Exchange(ref said, 1) == 0)
                await notes.WriteLineAsync($"note: {failure.Describe()}; trying again").ConfigureAwait(false);
            await terminal.Wait(wait < Longest ? wait : Longest, stopping).ConfigureAwait(false);
        }
    }
}
