using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dispatcher.Oci.Ports;
using Dispatcher.Oci.Signing;

namespace Dispatcher.Oci.Wire;

/// <summary>Turns an error answer, or a missing answer, into a failure that says whether a retry can help.</summary>
/// <remarks>dispatch-v1, "Outcome".</remarks>
internal static class Failures
{
    /// <summary>Codes for failures without a code from the service.</summary>
    public const string NoConnection = "NoConnection";
    public const string ConnectionLost = "ConnectionLost";
    public const string Timeout = "Timeout";
    public const string UnreadableAnswer = "UnreadableAnswer";
    public const string CredentialsUnavailable = "CredentialsUnavailable";

    private const int TooEarly = 425;
    private const int MaxMessage = 1_000;
    private const int MaxExcerpt = 200;

    public static ServiceFailure NoCredentials(CredentialException failure) =>
        new(FailureKind.Deferred, Status: null, CredentialsUnavailable, failure.Message);

    /// <summary>The service answered with an error.</summary>
    /// <param name="answer">With as much of its body as arrived.</param>
    /// <param name="isWhole">Whether all of its body arrived. What a 404, 409 or 412 means is in its document, so one
    /// that broke off is an answer that cannot be read.</param>
    /// <param name="contentHeaders">Those of the body.</param>
    /// <param name="now">For a Retry-After that is a date.</param>
    public static ServiceFailure Refused(
        OciAnswer answer,
        bool isWhole,
        HttpHeadersNonValidated contentHeaders,
        DateTimeOffset now
    )
    {
        int status = (int)answer.Status;
        string mediaType = contentHeaders.TryGetValues("Content-Type", out HeaderStringValues values)
            ? values.ToString()
            : "no media type";
        (string? code, string? message) = Document(answer.Body, out bool isJson);
        // A redirect says all with its status. Over a connection that is closed at its end, a body that broke off looks
        // whole.
        bool isRead =
            status < (int)HttpStatusCode.BadRequest
            || isWhole
                && (isJson || answer.Body.IsEmpty || !mediaType.Contains("json", StringComparison.OrdinalIgnoreCase));
        return new(
            isRead ? KindOf(status, code) : FailureKind.Deferred,
            status,
            code ?? Name(answer.Status),
            message ?? WithoutDocument(answer, isRead, mediaType)
        )
        {
            OpcRequestId = answer.OpcRequestId,
            RetryAfter = RetryAfter(answer.Header("Retry-After"), now),
        };
    }

    /// <summary>The service answered with success, but the answer cannot be read.</summary>
    public static ServiceFailure Unreadable(OciRequest request, OciAnswer answer, string what) =>
        new(
            FailureKind.Deferred,
            (int)answer.Status,
            UnreadableAnswer,
            $"{request.Operation}: the answer {what}{Excerpt(answer.Body)}"
        )
        {
            OpcRequestId = answer.OpcRequestId,
            MayHaveHappened = !request.IsSafe,
        };

    /// <summary>There is no answer, or the answer is incomplete.</summary>
    public static ServiceFailure OnTheWire(
        OciRequest request,
        Uri endpoint,
        Exception failure,
        bool sent,
        TimeSpan timeout
    )
    {
        string place = $"{request.Operation} at {endpoint.Authority}";
        (string code, string message) = failure switch
        {
            OperationCanceledException { InnerException: TimeoutException } => (
                NoConnection,
                $"{place}: no connection in time"
            ),
            OperationCanceledException => (
                Timeout,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{place}: no complete answer within {timeout.TotalSeconds} s"
                )
            ),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => (
                NoConnection,
                $"{place}: the host's name cannot be resolved"
            ),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => (
                NoConnection,
                $"{place}: {Innermost(failure)}"
            ),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => (
                NoConnection,
                $"{place}: no TLS connection: {Innermost(failure)}"
            ),
            _ => (ConnectionLost, $"{place}: the connection was lost: {Innermost(failure)}"),
        };
        return new(FailureKind.Deferred, Status: null, code, OneLine(message, MaxMessage))
        {
            MayHaveHappened = sent && code != NoConnection && !request.IsSafe,
        };
    }

    /// <summary>Whether a retry can help. A 408 is a timeout at the service. For the two conflicts, Oracle's list of
    /// errors says to retry with backoff. A 3xx comes from a wrong endpoint and is not retried.</summary>
    internal static FailureKind KindOf(int status, string? code) =>
        status switch
        {
            (int)HttpStatusCode.RequestTimeout or TooEarly or (int)HttpStatusCode.TooManyRequests or >= 500 =>
                FailureKind.Deferred,
            (int)HttpStatusCode.Conflict when code is "IncorrectState" or "ExternalServerIncorrectState" =>
                FailureKind.Deferred,
            _ => FailureKind.Rejected,
        };

    /// <summary>Reads a number of seconds or a date; null for anything else.</summary>
    internal static TimeSpan? RetryAfter(string? header, DateTimeOffset now)
    {
        if (!RetryConditionHeaderValue.TryParse(header, out RetryConditionHeaderValue? value))
            return null;
        TimeSpan? wait = value.Delta ?? value.Date - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static (string? Code, string? Message) Document(ReadOnlyMemory<byte> body, out bool isJson)
    {
        isJson = false;
        if (body.IsEmpty)
            return default;
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            isJson = true;
            string? code = document.RootElement.Text("code");
            string? message = document.RootElement.Text("message");
            return (
                code is null ? null : OneLine(code, MaxExcerpt),
                message is null ? null : OneLine(message, MaxMessage)
            );
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string WithoutDocument(OciAnswer answer, bool isRead, string mediaType) =>
        (int)answer.Status switch
        {
            >= 300 and < 400 and not 304 =>
                $"the endpoint answers with a redirect ({(int)answer.Status}), which the services never do; "
                    + "check the endpoint override",
            int status when !isRead => $"{status} with an error document that broke off{Excerpt(answer.Body)}",
            int status => $"{status} without an error document "
                + $"({OneLine(mediaType, MaxExcerpt)}){Excerpt(answer.Body)}",
        };

    private static string Excerpt(ReadOnlyMemory<byte> body) =>
        body.IsEmpty
            ? ""
            : ", which begins "
                + $"`{OneLine(Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, MaxExcerpt)]), MaxExcerpt)}`";

    private static string Name(HttpStatusCode status) =>
        Enum.IsDefined(status)
            ? status.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"Status{(int)status}");

    private static string Innermost(Exception failure) => failure.GetBaseException().Message;

    private static string OneLine(string text, int most)
    {
        string line = string.Concat(text.Take(most).Select(letter => char.IsControl(letter) ? ' ' : letter));
        return text.Length > most ? line + "…" : line;
    }
}
