using Dispatcher.Emulator.Model;

namespace Dispatcher.Emulator.Faults;

/// <summary>A received request and its answer.</summary>
/// <param name="Operation">Its name (<c>CreateTaskRun</c>), see <see cref="Operations"/>.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="RawTarget">Path and query exactly as on the wire.</param>
/// <param name="Headers">All headers except <c>Authorization</c>, by lower-case name; repeated headers are joined with
/// <c>, </c>.</param>
/// <param name="Body">The body, at most its first 64 KiB; empty when the request was refused before the body was
/// read.</param>
public sealed record ReceivedRequest(
    string Operation,
    string Method,
    string RawTarget,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body
)
{
    /// <summary>The <c>keyId</c> of a valid signature, without a token's text: <c>ST$…</c> or
    /// <c>TENANCY/USER/FINGERPRINT</c>; null when authentication failed.</summary>
    public string? KeyId { get; init; }

    /// <summary>The <c>opc-request-id</c> of the answer.</summary>
    public required string OpcRequestId { get; init; }

    /// <summary>The status of the answer; null when the connection was reset instead.</summary>
    public int? Status { get; init; }

    /// <summary>The fault that was injected, or null.</summary>
    public FaultKind? Fault { get; init; }

    /// <summary>A header's value, or null.</summary>
    /// <param name="name">In lower case.</param>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
