using System.Buffers;
using System.Globalization;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Logging;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Dispatcher.Function.Hosting;

/// <summary>Reads, handles and answers one request on the socket.</summary>
/// <remarks>The platform accepts three statuses on the socket: 200, 502 (failed, the container goes on) and 504. After
/// any other status it kills the container. So every failure is 502 here, with the true status in
/// <c>Fn-Http-Status</c>. This includes requests other than <c>POST /call</c>, because a stray request must not end the
/// container.</remarks>
internal sealed class FnApplication(IInvocationHandler handler, LogFrame? frame, JsonLog log, CancellationToken cutOff)
    : IHttpApplication<IFeatureCollection>
{
    private readonly BodyMemory memory = new();
    private int running;

    /// <summary>The number of calls in progress.</summary>
    public int Running => Volatile.Read(ref running);

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception) { }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        IHttpRequestFeature request = context.GetRequiredFeature<IHttpRequestFeature>();
        frame?.Begin(request.Headers);
        Interlocked.Increment(ref running);
        InvocationAnswer answer;
        int bodyBytes;
        try
        {
            (answer, bodyBytes) = await AnswerAsync(request).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }

        try
        {
            await SendAsync(context, answer).ConfigureAwait(false);
        }
        finally
        {
            memory.Done(bodyBytes, ref running);
        }
    }

    private async Task<(InvocationAnswer Answer, int BodyBytes)> AnswerAsync(IHttpRequestFeature request)
    {
        string? callId = FnHeaders.Value(request.Headers, "Fn-Call-Id");
        if (request.Path != "/call")
            return (
                Refuse(
                    StatusCodes.Status404NotFound,
                    $"{request.Method} {request.Path} is not served; send POST /call",
                    callId
                ),
                0
            );
        if (!HttpMethods.IsPost(request.Method))
            return (
                Refuse(
                    StatusCodes.Status405MethodNotAllowed,
                    $"{request.Method} /call is not served; send POST /call",
                    callId
                ),
                0
            );

        ReadOnlyMemory<byte> body;
        try
        {
            body = await ReadAsync(request, Invocation.MaxBodyBytes + 1).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or BadHttpRequestException or OperationCanceledException)
        {
            return (Refuse(StatusCodes.Status400BadRequest, HostLines.NotArrived(failure), callId), 0);
        }

        return (await HandleAsync(request, body, callId).ConfigureAwait(false), body.Length);
    }

    private async Task<InvocationAnswer> HandleAsync(
        IHttpRequestFeature request,
        ReadOnlyMemory<byte> body,
        string? callId
    )
    {
        try
        {
            HostLines.SaysUnreadableDeadline(log, request.Headers, callId);
            body = FnHeaders.Body(FnHeaders.Attributes(request.Headers), body);
            return await handler.HandleAsync(FnHeaders.Describe(request.Headers, body), cutOff).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cutOff.IsCancellationRequested)
        {
            return Refuse(
                StatusCodes.Status503ServiceUnavailable,
                "the process was stopped before the call was finished",
                callId
            );
        }
#pragma warning disable CA1031 // An exception of the handler fails this call, not the process.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            HostLines.Crashed(log, callId, failure);
            return Failures.Document(
                StatusCodes.Status500InternalServerError,
                "the call failed inside the dispatcher; the log has the details",
                log.RouteSet
            );
        }
    }

    private InvocationAnswer Refuse(int status, string message, string? callId)
    {
        HostLines.Refused(log, message, callId);
        return Failures.Document(status, message, log.RouteSet);
    }

    /// <summary>The body, at most its first <paramref name="atMost"/> bytes.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(IHttpRequestFeature request, int atMost)
    {
        int expected = request.Headers.ContentLength is { } length ? (int)Math.Min(length, atMost) : 4096;
        var body = new ArrayBufferWriter<byte>(Math.Max(expected, 1));
        while (body.WrittenCount < atMost)
        {
            Memory<byte> room = body.GetMemory(1);
            if (room.Length > atMost - body.WrittenCount)
                room = room[..(atMost - body.WrittenCount)];
            int read = await request.Body.ReadAsync(room).ConfigureAwait(false);
            if (read == 0)
                break;
            body.Advance(read);
            if (body.WrittenCount == request.Headers.ContentLength)
                break; // Does not grow the buffer only to find the end of the body.
        }

        return body.WrittenMemory;
    }

    private static async Task SendAsync(IFeatureCollection context, InvocationAnswer answer)
    {
        IHttpResponseFeature response = context.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = answer.Status is >= 200 and < 300
            ? StatusCodes.Status200OK
            : StatusCodes.Status502BadGateway;
        response.Headers["Fn-Http-Status"] = answer.Status.ToString(CultureInfo.InvariantCulture);
        response.Headers.ContentType = "application/json";
        response.Headers.ContentLength = answer.Body.Length;
        await context
            .GetRequiredFeature<IHttpResponseBodyFeature>()
            .Writer.WriteAsync(answer.Body, CancellationToken.None)
            .ConfigureAwait(false);
    }
}
