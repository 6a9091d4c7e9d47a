using System.Net;

namespace Dispatcher.Oci.Wire;

/// <summary>One request, before it is signed.</summary>
/// <param name="Operation">The operation's name in Oracle's words, for error texts.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query, escaped: exactly what goes on the wire.</param>
internal sealed record OciRequest(string Operation, HttpMethod Method, string Target)
{
    /// <summary>The body, or null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The body's media type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Whether the body is part of what is signed; not for PutObject.</summary>
    public bool SignBody { get; init; } = true;

    /// <summary>Unsigned headers.</summary>
    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>The largest answer that is read, in bytes.</summary>
    public int MaxAnswerBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Makes the failure for a larger answer; null for the usual one.</summary>
    public Func<OciAnswer, Ports.ServiceFailure>? TooLarge { get; init; }

    /// <summary>Whether 304 is an answer and not a failure.</summary>
    public bool AcceptsNotModified { get; init; }

    /// <summary>Whether the operation only reads.</summary>
    public bool IsSafe => Method == HttpMethod.Get || Method == HttpMethod.Head;
}

/// <summary>One answer, read to its end.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body.</param>
/// <param name="Headers">The headers.</param>
internal sealed record OciAnswer(
    HttpStatusCode Status,
    ReadOnlyMemory<byte> Body,
    System.Net.Http.Headers.HttpResponseHeaders Headers
)
{
    /// <summary>A header as sent: Object Storage's entity tags have no quotes, which the typed properties
    /// refuse.</summary>
    public string? Header(string name) =>
        Headers.NonValidated.TryGetValues(name, out var values) && values.ToString() is { Length: > 0 } text
            ? text
            : null;

    /// <summary>The service's id of the request.</summary>
    public string? OpcRequestId => Header("opc-request-id");
}
