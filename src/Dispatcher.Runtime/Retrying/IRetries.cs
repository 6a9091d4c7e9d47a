using Dispatcher.Oci.Ports;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>Repeats a question to a service while that can help: within an invocation's deadline, or for as long as a
/// person at a terminal waits.</summary>
public interface IRetries
{
    /// <summary>The first value, or the last failure.</summary>
    /// <param name="operation">What is attempted, as a stable name.</param>
    /// <param name="attempt">One attempt, given its number from 1.</param>
    /// <returns>The result, and how many attempts were made.</returns>
    Task<(ServiceResult<T> Result, int Attempts)> RunAsync<T>(
        string operation,
        Func<int, CancellationToken, Task<ServiceResult<T>>> attempt
    );
}
