using System.Buffers;
using System.Text.Json;

namespace Dispatcher.Function.Hosting;

/// <summary>The few log lines that the host itself has to write: one JSON object a line, each in a single write.</summary>
/// <remarks>dispatch-v1, "Log".</remarks>
internal sealed class HostLog(Stream error, TimeProvider time)
{
    private readonly Lock writing = new();

    public void Error(string eventName, string message, string? callId, Exception? failure) =>
        Write("error", eventName, message, callId, failure);

    public void Warning(string eventName, string message, string? callId) => Write("warning", eventName, message, callId, failure: null);

    private void Write(string level, string eventName, string message, string? callId, Exception? failure)
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow());
            json.WriteString("level", level);
            json.WriteString("event", eventName);
            json.WriteString("message", message);
            if (callId is not null)
                json.WriteString("callId", callId);
            if (failure is not null)
                json.WriteString("exception", failure.ToString());
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        lock (writing)
        {
            try
            {
                error.Write(line.WrittenSpan);
                error.Flush();
            }
            catch (IOException)
            {
                // A closed standard error is no reason to fail the call.
            }
        }
    }
}
