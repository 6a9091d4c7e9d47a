namespace Dispatcher.Emulator.Faults;

/// <summary>One way for a request to go wrong.</summary>
public sealed record Fault
{
    private Fault(FaultKind kind) => Kind = kind;

    /// <summary>Which way.</summary>
    public FaultKind Kind { get; }

    /// <summary>The status answered, for <see cref="FaultKind.Status"/>, <see cref="FaultKind.Html"/> and
    /// <see cref="FaultKind.EmptyBody"/>.</summary>
    public int StatusCode { get; private init; }

    /// <summary>The error's code, for <see cref="FaultKind.Status"/>.</summary>
    public string Code { get; private init; } = "";

    /// <summary>The header <c>Retry-After</c>, whole seconds; null for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How long to wait first; for any kind.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Whether the work is done although the answer says otherwise.</summary>
    public bool AfterWork { get; init; }

    /// <summary>An error in OCI's shape.</summary>
    /// <param name="status">The status, 400 to 599.</param>
    /// <param name="code">The code; null for the usual one of that status.</param>
    public static Fault Status(int status, string? code = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        return new(FaultKind.Status) { StatusCode = status, Code = code ?? UsualCode(status) };
    }

    /// <summary>429 <c>TooManyRequests</c>.</summary>
    /// <param name="retryAfter">How long the service asks to wait.</param>
    public static Fault Throttle(TimeSpan? retryAfter = null) => Status(429) with { RetryAfter = retryAfter };

    /// <summary>A wait before the request is handled as usual.</summary>
    public static Fault Slow(TimeSpan delay) => new(FaultKind.Delay) { Delay = delay };

    /// <summary>A reset before the work.</summary>
    public static Fault ResetBefore() => new(FaultKind.ResetBefore);

    /// <summary>A reset after the work.</summary>
    public static Fault ResetAfter() => new(FaultKind.ResetAfter) { AfterWork = true };

    /// <summary>An HTML page.</summary>
    /// <param name="status">The status; 200 is possible.</param>
    public static Fault Html(int status = 502) => new(FaultKind.Html) { StatusCode = Final(status) };

    /// <summary>No body.</summary>
    /// <param name="status">The status; 200 is possible.</param>
    public static Fault EmptyBody(int status = 500) => new(FaultKind.EmptyBody) { StatusCode = Final(status) };

    /// <summary>The answer's body up to its middle.</summary>
    public static Fault CutShort() => new(FaultKind.CutShort) { AfterWork = true };

    // What the service says with a status that stands alone.
    private static string UsualCode(int status) =>
        status switch
        {
            400 => "InvalidParameter",
            401 => "NotAuthenticated",
            403 => "NotAllowed",
            404 => "NotAuthorizedOrNotFound",
            405 => "MethodNotAllowed",
            409 => "IncorrectState",
            412 => "NoEtagMatch",
            413 => "PayloadTooLarge",
            422 => "UnprocessableEntity",
            429 => "TooManyRequests",
            501 => "MethodNotImplemented",
            503 => "ServiceUnavailable",
            _ => "InternalServerError",
        };

    private static int Final(int status)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        return status;
    }
}
