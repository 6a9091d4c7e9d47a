using Dispatcher.Oci.Ports;

namespace Dispatcher.Runtime.Retrying;

/// <summary>Repeats a question to a service while that can help: within an invocation's deadline, or for as long as a
/// person at a terminal waits.</summary>
public interface IRetries
{
    /// <summary>Attempts until one succeeds, or until another cannot help.</summary>
    /// <param name="operation">What is attempted, as a stable name.</param>
    /// <param name="attempt">One attempt, given its number from 1: why it failed, or null.</param>
    /// <returns>Why the last one failed, or null; and how many attempts were made.</returns>
    Task<(ServiceFailure? Failure, int Attempts)> AttemptAsync(
        string operation,
        Func<int, CancellationToken, Task<ServiceFailure?>> attempt
    );
}

/// <summary>Attempts that give a value.</summary>
/// <remarks>Not in the interface: native code looks a generic method of an interface up at run time, which takes the
/// first event a third of a millisecond.</remarks>
public static class RetriedValues
{
    /// <summary>The first value, or the last failure.</summary>
    /// <param name="retries">How often and how long.</param>
    /// <param name="operation">What is attempted, as a stable name.</param>
    /// <param name="attempt">One attempt, given its number from 1.</param>
    /// <returns>The result, and how many attempts were made.</returns>
    public static async Task<(ServiceResult<T> Result, int Attempts)> RunAsync<T>(
        this IRetries retries,
        string operation,
        Func<int, CancellationToken, Task<ServiceResult<T>>> attempt
    )
    {
        ArgumentNullException.ThrowIfNull(retries);
        ServiceResult<T>? succeeded = null;
        (ServiceFailure? failure, int attempts) = await retries
            .AttemptAsync(operation, async (number, token) =>
            {
                ServiceResult<T> result = await attempt(number, token).ConfigureAwait(false);
                succeeded = result;
                return result.Failure;
            })
            .ConfigureAwait(false);
        // Not what an attempt gave that was no longer waited for.
        return (failure ?? succeeded!, attempts);
    }
}
