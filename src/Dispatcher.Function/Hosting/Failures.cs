using System.Buffers;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Function.Hosting;

/// <summary>The response document for a failure outside the handler, in the same form as every other
/// response.</summary>
/// <remarks>dispatch-v1, "Outcome".</remarks>
internal static class Failures
{
    public static InvocationAnswer Document(int status, string message, string? routeSet)
    {
        bool retryable = status >= 500;
        var body = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("outcome", (retryable ? Outcome.Deferred : Outcome.Rejected).Word());
            json.WriteString("routeSet", routeSet);
            json.WriteStartObject("event");
            json.WriteNull("id");
            json.WriteNull("type");
            json.WriteNull("time");
            json.WriteEndObject();
            json.WriteNull("object");
            json.WriteStartArray("runs");
            json.WriteEndArray();
            json.WriteStartArray("errors");
            json.WriteStartObject();
            json.WriteString("code", Codes.Internal);
            json.WriteNull("route");
            json.WriteString("message", message);
            json.WriteBoolean("retryable", retryable);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new(status, body.WrittenMemory);
    }
}
