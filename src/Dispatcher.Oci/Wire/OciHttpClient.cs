using System.Net;
using System.Net.Sockets;
using Dispatcher.Oci.Ports;
using Dispatcher.Oci.Signing;

namespace Dispatcher.Oci.Wire;

/// <summary>Signs a request, sends it once, and turns the result into an answer or a failure.</summary>
/// <remarks>It makes one attempt, with one exception. After a 401, a short-lived credential is renewed and the request
/// is sent once more, because a token can expire while a request is on its way. A transport that signs does this
/// itself. If the second attempt gets a 401 too, the failure is deferred: during a rotation the old token may end
/// before the new one is written.</remarks>
internal sealed class OciHttpClient(
    OciTransport transport,
    Uri endpoint,
    ICredentialSource? credentials,
    TimeSpan attemptTimeout,
    TimeProvider time
)
{
    private const int MaxErrorBytes = 64 * 1024;

    // Without this option Uri unescapes the path and removes dot segments. The bytes sent must be the bytes signed.
    private static readonly UriCreationOptions AsWritten = new()
    {
        DangerousDisablePathAndQueryCanonicalization = true,
    };

    private readonly string origin = endpoint.GetLeftPart(UriPartial.Authority);

    /// <summary>Sends the request.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<ServiceResult<OciAnswer>> SendAsync(OciRequest request, CancellationToken cancellationToken)
    {
        // A transport that signs has already renewed its credential, if it can.
        if (credentials is null)
        {
            ServiceResult<OciAnswer> answer = await AttemptAsync(request, credential: null, cancellationToken)
                .ConfigureAwait(false);
            return transport.Renews ? MayPass(answer) : answer;
        }

        SigningCredential credential;
        try
        {
            credential = credentials.Current(time.GetUtcNow());
        }
        catch (CredentialException failure)
        {
            return Failures.NoCredentials(failure);
        }

        ServiceResult<OciAnswer> result = await AttemptAsync(request, credential, cancellationToken)
            .ConfigureAwait(false);
        if (!IsRefused(result) || !credentials.CanRenew)
            return result;

        try
        {
            credential = credentials.Renew(credential);
        }
        catch (CredentialException failure)
        {
            return Failures.NoCredentials(failure);
        }

        return MayPass(await AttemptAsync(request, credential, cancellationToken).ConfigureAwait(false));
    }

    // Refused twice: the next credential may not be written yet.
    private static ServiceResult<OciAnswer> MayPass(ServiceResult<OciAnswer> result) =>
        IsRefused(result) ? result.Failure! with { Kind = FailureKind.Deferred } : result;

    private static bool IsRefused(ServiceResult<OciAnswer> result) =>
        result.Failure is { Status: (int)HttpStatusCode.Unauthorized };

    private async Task<ServiceResult<OciAnswer>> AttemptAsync(
        OciRequest request,
        SigningCredential? credential,
        CancellationToken cancellationToken
    )
    {
        using var timeout = new CancellationTokenSource(attemptTimeout, time);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using HttpRequestMessage message = Message(request, credential);
        try
        {
            using HttpResponseMessage response = await transport.Send(message, attempt.Token).ConfigureAwait(false);
            return
                response.IsSuccessStatusCode
                || (request.AcceptsNotModified && response.StatusCode == HttpStatusCode.NotModified)
                ? await ReadAsync(request, response, attempt.Token).ConfigureAwait(false)
                : await RefusalAsync(response, attempt.Token).ConfigureAwait(false);
        }
        catch (CredentialException failure)
        {
            return Failures.NoCredentials(failure);
        }
        catch (Exception failure)
            when (failure is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Failures.OnTheWire(request, endpoint, failure, WasSent(message, failure), attemptTimeout);
        }
    }

    private HttpRequestMessage Message(OciRequest request, SigningCredential? credential)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(origin + request.Target, AsWritten))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        message.Headers.TryAddWithoutValidation("User-Agent", transport.UserAgent);
        foreach ((string name, string value) in request.Headers)
            message.Headers.TryAddWithoutValidation(name, value);

        if (request.Body is { } body)
            message.Content = new RequestBody(body, request.ContentType);
        if (credential is null)
        {
            message.Options.Set(OciTransport.SignBody, request.SignBody);
            return message;
        }

        RequestSigner.Sign(
            message,
            request.Body.GetValueOrDefault().Span,
            request.ContentType,
            request is { Body: not null, SignBody: true },
            credential,
            time.GetUtcNow()
        );
        return message;
    }

    private static async Task<ServiceResult<OciAnswer>> ReadAsync(
        OciRequest request,
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        ReadOnlyMemory<byte>? body = await AnswerBody
            .ReadAsync(response.Content, request.MaxAnswerBytes, cancellationToken)
            .ConfigureAwait(false);
        var answer = new OciAnswer(response.StatusCode, body.GetValueOrDefault(), response.Headers);
        if (body is null)
            return request.TooLarge?.Invoke(answer)
                ?? Failures.Unreadable(request, answer, $"is larger than {request.MaxAnswerBytes:N0} bytes");
        // No request asks for a range.
        return answer.Status == HttpStatusCode.PartialContent
            ? Failures.Unreadable(request, answer, "is a part (206) of what was asked for")
            : answer;
    }

    private async Task<ServiceResult<OciAnswer>> RefusalAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        ReadOnlyMemory<byte>? body = null;
        bool isWhole = true;
        try
        {
            body = await AnswerBody.ReadAsync(response.Content, MaxErrorBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            // A cancelled caller notices at its next call.
            isWhole = false;
        }

        var answer = new OciAnswer(response.StatusCode, body.GetValueOrDefault(), response.Headers);
        return Failures.Refused(answer, isWhole, response.Content.Headers.NonValidated, time.GetUtcNow());
    }

    // For a request without a body, only a failure before sending proves that nothing was sent.
    private static bool WasSent(HttpRequestMessage message, Exception failure) =>
        message.Content is RequestBody body
            ? body.WasBegun
            : failure
                is not HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError
                        or HttpRequestError.NameResolutionError
                        or HttpRequestError.SecureConnectionError
                };
}
