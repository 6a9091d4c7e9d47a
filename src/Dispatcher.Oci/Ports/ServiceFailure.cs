using Dispatcher.Diagnostics;

namespace Dispatcher.Oci.Ports;

/// <summary>Whether trying again can help.</summary>
/// <remarks>dispatch-v1, "Outcome".</remarks>
public enum FailureKind
{
    /// <summary>Never succeeds: 400, 403, 404, 409, 422 and other 4xx; 401 with a credential that is not
    /// renewed.</summary>
    Rejected,

    /// <summary>May succeed later: 408, 425, 429, 5xx, 409 <c>IncorrectState</c> and
    /// <c>ExternalServerIncorrectState</c>, 401 with a credential that is renewed, an answer that cannot be read, a
    /// lost connection, a timeout.</summary>
    Deferred,
}

/// <summary>A failed call: the service refused it, or did not answer.</summary>
/// <param name="Kind">Whether trying again can help.</param>
/// <param name="Status">The HTTP status, or null when there was no answer.</param>
/// <param name="Code">The service's code (<c>NotAuthorizedOrNotFound</c>), or a word for what happened on the
/// wire.</param>
/// <param name="Message">The service's message, or what happened; never a header or a token.</param>
public sealed record ServiceFailure(FailureKind Kind, int? Status, string Code, string Message)
{
    /// <summary>The service's <c>opc-request-id</c>, for a support request.</summary>
    public string? OpcRequestId { get; init; }

    /// <summary>How long the service asks to wait (<c>Retry-After</c>).</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the service may have carried out the request without an answer: the connection was lost, or the
    /// time ran out, after the request was sent.</summary>
    public bool MayHaveHappened { get; init; }

    /// <summary>Status, code, message and request id in one line. The service's text is escaped.</summary>
    public string Describe()
    {
        string status = Status is { } number ? $"{number} " : "";
        string support = OpcRequestId is null ? "" : $" (opc-request-id {Quote.Line(OpcRequestId)})";
        return $"{status}{Quote.Line(Code)}: {Quote.Line(Message)}{support}";
    }
}
