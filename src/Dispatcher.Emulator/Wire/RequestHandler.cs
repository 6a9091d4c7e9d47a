using System.Globalization;
using System.Security.Cryptography;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;
using Dispatcher.Emulator.Signing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Dispatcher.Emulator.Wire;

/// <summary>Handles a request: checks the signature, reads the body, injects a fault if one is due, carries out the
/// operation, and answers.</summary>
internal sealed class RequestHandler(
    SignatureVerifier verifier,
    FaultPlan faults,
    RequestLog log,
    TimeProvider time,
    CancellationToken stopping
) : IHttpApplication<IFeatureCollection>
{
    private const int LoggedBody = 64 * 1024;
    private static readonly Operation NoPath = new(Operations.Unknown, _ =>
        Refusals.Invalid("The request target is not a path")
    )
    {
        MaxBody = 0,
    };

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception) { }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        IHttpRequestFeature request = context.GetRequiredFeature<IHttpRequestFeature>();
        CancellationToken aborted = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        RequestTarget? target = RequestTarget.Parse(request.RawTarget);
        Operation operation = target is null ? NoPath : LoopbackServer.ServiceOf(context).Find(request.Method, target);
        string requestId = RequestId(request.Headers);

        Admission admission = await AdmitAsync(request, operation, requestId, aborted).ConfigureAwait(false);
        if (admission.Gone)
            return;

        Answer? answer = admission.Refusal;
        Fault? fault = null;
        if (answer is null)
        {
            var call = new Call(target!, request.Headers, admission.Body, requestId);
            fault = faults.Next(admission.Received);
            answer = await WorkAsync(operation, call, fault).ConfigureAwait(false);
        }

        log.Add(admission.Received with { Status = answer?.Status, Fault = fault?.Kind });
        if (answer is null)
            LoopbackServer.Reset(context);
        else
            await AnswerWriter
                .WriteAsync(context, answer, requestId, cutShort: fault?.Kind == FaultKind.CutShort)
                .ConfigureAwait(false);
    }

    private async Task<Admission> AdmitAsync(
        IHttpRequestFeature request,
        Operation operation,
        string requestId,
        CancellationToken aborted
    )
    {
        var received = new ReceivedRequest(
            operation.Name,
            request.Method,
            request.RawTarget,
            Logged(request.Headers),
            default
        )
        {
            OpcRequestId = requestId,
        };
        string? keyId = null;
        string? reason = operation.Bearer is { } token
            ? HeaderValues.Joined(request.Headers, "authorization") == "Bearer " + token
                ? null
                : "the bearer token is not the one that is asked for"
            : verifier.Judge(request.Method, request.RawTarget, request.Headers, operation.SignsBody, out keyId);
        if (reason is not null)
            return new(received) { Refusal = Refusals.NotAuthenticated(reason) };
        received = received with
        {
            KeyId = keyId?.StartsWith("ST$", StringComparison.Ordinal) == true ? "ST$…" : keyId,
        };

        byte[]? body;
        try
        {
            body = await RequestBody.ReadAsync(request, operation.MaxBody, aborted).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or BadHttpRequestException or OperationCanceledException)
        {
            return new(received) { Gone = true };
        }

        if (body is null)
            return new(received) { Refusal = Refusals.TooLarge(operation.MaxBody).With("Connection", "close") };
        received = received with { Body = body.AsMemory(0, Math.Min(body.Length, LoggedBody)) };
        return new(received)
        {
            Body = body,
            Refusal = SignatureVerifier.IsBody(request.Headers, body)
                ? null
                : Refusals.NotAuthenticated("x-content-sha256 is not the body's"),
        };
    }

    /// <summary>The answer; null when the connection is to be reset.</summary>
    private async Task<Answer?> WorkAsync(Operation operation, Call call, Fault? fault)
    {
        if (fault is { Delay: { Ticks: > 0 } delay })
        {
            // The operation is carried out after the delay even when the client has stopped waiting. This is the danger
            // of a slow service.
            await Task.Delay(delay, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        bool works = fault is null or { Kind: FaultKind.Delay } or { AfterWork: true };
        Answer? answer = works ? Work(operation, call) : null;
        return fault is null
            ? answer
            : fault.Kind switch
            {
                FaultKind.Delay or FaultKind.CutShort => answer,
                FaultKind.Status => WithRetryAfter(
                    Answer.Error(fault.StatusCode, fault.Code, "An injected fault"),
                    fault
                ),
                FaultKind.Html => WithRetryAfter(FaultAnswers.Html(fault.StatusCode), fault),
                FaultKind.EmptyBody => WithRetryAfter(new Answer(fault.StatusCode), fault),
                FaultKind.ResetBefore or FaultKind.ResetAfter => null,
            };
    }

    private static Answer Work(Operation operation, Call call)
    {
        try
        {
            return operation.Handle(call);
        }
#pragma warning disable CA1031 // A bug here, or in a subscriber of events, becomes an answer that shows it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return Answer.Error(500, "InternalServerError", failure.ToString());
        }
    }

    private static Answer WithRetryAfter(Answer answer, Fault fault) =>
        fault.RetryAfter is { } wait
            ? answer.With("Retry-After", Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture))
            : answer;

    /// <summary>As with the services: the client's identifier, if there is one, followed by an identifier of the
    /// service.</summary>
    private static string RequestId(IHeaderDictionary headers)
    {
        string own = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        return
            (HeaderValues.Joined(headers, "opc-request-id") ?? HeaderValues.Joined(headers, "opc-client-request-id"))
                is { Length: > 0 } given
            ? $"{given}/{own}"
            : own;
    }

    private static Dictionary<string, string> Logged(IHeaderDictionary headers) =>
        headers
            .Where(header => !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(
                header => header.Key.ToLowerInvariant(),
                header => HeaderValues.Joined(headers, header.Key) ?? "",
                StringComparer.Ordinal
            );

    private sealed record Admission(ReceivedRequest Received)
    {
        public byte[] Body { get; init; } = [];

        public Answer? Refusal { get; init; }

        /// <summary>The client closed the connection in the middle of the body.</summary>
        public bool Gone { get; init; }
    }
}
