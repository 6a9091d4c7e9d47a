using Dispatcher.Runtime.Ports;

namespace Dispatcher.Cli.Services;

/// <summary>Tries a call again while that can help. A person is waiting, so it gives up after half a minute or so.</summary>
internal static class Patience
{
    private const int MostAttempts = 6;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Runs the call until it succeeds, cannot succeed, or was tried six times.</summary>
    /// <param name="terminal">How to wait.</param>
    /// <param name="attempt">One attempt.</param>
    /// <param name="stopping">Ctrl-C.</param>
    public static async Task<ServiceResult<T>> CallAsync<T>(
        Terminal terminal, Func<CancellationToken, Task<ServiceResult<T>>> attempt, CancellationToken stopping)
    {
        for (int tries = 1; ; tries++)
        {
            ServiceResult<T> result = await attempt(stopping).ConfigureAwait(false);
            if (result.Failure is not { IsWorthRetrying: true } failure || tries == MostAttempts)
                return result;
            TimeSpan wait = failure.RetryAfter ?? TimeSpan.FromMilliseconds(250 << tries);
            await terminal.Wait(wait < Longest ? wait : Longest, stopping).ConfigureAwait(false);
        }
    }
}
