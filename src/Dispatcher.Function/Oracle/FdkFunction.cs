using System.Text;
using Dispatcher.Function.Hosting;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Logging;
using Fnproject.Fn.Fdk.Context;
using Microsoft.AspNetCore.Http;

namespace Dispatcher.Function.Oracle;

/// <summary>The function class that the Fn FDK finds by name and calls with a context and the body as text.</summary>
/// <remarks>
/// The FDK knows one way to say that a call failed, an exception: 502, no body, and 502 in <c>Fn-Http-Status</c>
/// whatever the true status is. It reads the body as UTF-8 text, so bytes that are none arrive as U+FFFD, and it blocks
/// a thread for each call.
/// </remarks>
internal static class FdkFunction
{
    private static IInvocationHandler? handler;
    private static JsonLog? log;

    /// <summary>The handler, and the log for a crash. They are static because the FDK constructs this class
    /// itself.</summary>
    public static void Use(IInvocationHandler answers, JsonLog crashes) => (handler, log) = (answers, crashes);

    /// <summary>Answers one call.</summary>
    /// <exception cref="InvocationFailedException">The call failed. The reason is logged already.</exception>
    public static async Task<string> HandleAsync(IHTTPContext context, string body)
    {
        IRuntimeContext runtime = context.RuntimeContext();
        InvocationAnswer answer;
        try
        {
            answer = await handler!
                .HandleAsync(Describe(context, runtime, body), CancellationToken.None)
                .ConfigureAwait(false);
        }
#pragma warning disable CA1031 // An exception of the handler fails this call, not the process.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            HostLines.Crashed(log!, NullIfEmpty(runtime.CallId()), failure);
            throw new InvocationFailedException(StatusCodes.Status500InternalServerError);
        }

        if (answer.Status is < 200 or >= 300)
            throw new InvocationFailedException(answer.Status);
        context.SetStatus(answer.Status);
        context.AddHeader("Content-Type", "application/json");
        return Encoding.UTF8.GetString(answer.Body.Span);
    }

    private static Invocation Describe(IHTTPContext context, IRuntimeContext runtime, string body)
    {
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(body);
        FdkCall call = FdkCalls.Current;
        call.BodyBytes = bytes.Length;
        if (bytes.Length > Invocation.MaxBodyBytes)
            bytes = bytes[..(Invocation.MaxBodyBytes + 1)];
        bytes = FnHeaders.Body(call.Attributes, bytes);
        return FnHeaders.Describe(TraceHeaders(context, runtime.TracingContext()), bytes) with
        {
            CallId = NullIfEmpty(runtime.CallId()),
            Deadline = new DateTimeOffset(runtime.Deadline()), // One day from now when the platform sends no deadline.
            Intent = NullIfEmpty(runtime.FnIntent()),
        };
    }

    // The context's headers are empty for intents other than httprequest. The tracing context is filled only when
    // tracing is on.
    private static IHeaderDictionary TraceHeaders(IHTTPContext context, ITracingContext tracing) =>
        !tracing.TracingEnabled()
            ? context.Headers()
            : new HeaderDictionary
            {
                ["X-B3-TraceId"] = tracing.TraceId(),
                ["X-B3-SpanId"] = tracing.SpanId(),
                ["X-B3-ParentSpanId"] = tracing.ParentSpanId(),
                ["X-B3-Sampled"] = tracing.Sampled() ? "1" : "0",
                ["X-B3-Flags"] = tracing.Flags(),
            };

    private static string? NullIfEmpty(string value) => value.Length == 0 ? null : value;
}

/// <summary>Tells the FDK that a call failed.</summary>
internal sealed class InvocationFailedException(int status) : Exception($"the call was answered with {status}");
