namespace Dispatcher.Emulator.Faults;

/// <summary>A fault to inject into a request.</summary>
public sealed record Fault
{
    private Fault(FaultKind kind) => Kind = kind;

    /// <summary>The kind of fault.</summary>
    public FaultKind Kind { get; }

    /// <summary>The HTTP status of the answer, for <see cref="FaultKind.Status"/>, <see cref="FaultKind.Html"/> and
    /// <see cref="FaultKind.EmptyBody"/>.</summary>
    public int StatusCode { get; private init; }

    /// <summary>The error's code, for <see cref="FaultKind.Status"/>.</summary>
    public string Code { get; private init; } = "";

    /// <summary>The header <c>Retry-After</c>, whole seconds; null for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The delay before the fault; for every kind.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Whether the operation is carried out although the answer is an error.</summary>
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

    /// <summary>A delay; then the request is handled as usual.</summary>
    public static Fault Slow(TimeSpan delay) => new(FaultKind.Delay) { Delay = delay };

    /// <summary>A connection reset before the operation is carried out.</summary>
    public static Fault ResetBefore() => new(FaultKind.ResetBefore);

    /// <summary>A connection reset after the operation was carried out.</summary>
    public static Fault ResetAfter() => new(FaultKind.ResetAfter) { AfterWork = true };

    /// <summary>An answer with an HTML page.</summary>
    /// <param name="status">The status; 200 is possible.</param>
    public static Fault Html(int status = 502) => new(FaultKind.Html) { StatusCode = Final(status) };

    /// <summary>An answer without a body.</summary>
    /// <param name="status">The status; 200 is possible.</param>
    public static Fault EmptyBody(int status = 500) => new(FaultKind.EmptyBody) { StatusCode = Final(status) };

    /// <summary>An answer whose body ends in the middle.</summary>
    public static Fault CutShort() => new(FaultKind.CutShort) { AfterWork = true };

    // The service's usual code for a status.
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
