using System.Buffers;
using System.Text.Json;
using Dispatcher.Diagnostics;

namespace Dispatcher.Runtime.Logging;

/// <summary>The log: one JSON object a line, each in a single write, so that lines of concurrent calls never mix and an
/// object name cannot make a line of its own.</summary>
/// <remarks>dispatch-v1, "Log". The fields are written by the caller; no secret is ever handed to it.</remarks>
public sealed class JsonLog
{
    private readonly Lock writing = new();
    private readonly LogLevel minimum;
    private readonly TimeProvider time;

    /// <summary>A log.</summary>
    /// <param name="output">Where to: standard error, in the function behind a <see cref="QueuedStream"/>.</param>
    /// <param name="minimum">The least level that is written.</param>
    /// <param name="time">The clock of <c>time</c>.</param>
    public JsonLog(Stream output, LogLevel minimum, TimeProvider time)
    {
        (Output, this.minimum, this.time) = (output, minimum, time);
        if (output is QueuedStream queued)
            queued.Notice = Dropped;
    }

    /// <summary>The stream that the lines go to.</summary>
    public Stream Output { get; }

    /// <summary>The version of the route set in use; null before there is one. Every line names it, or the one it says
    /// itself.</summary>
    /// <remarks>dispatch-v1: "every log line and response names".</remarks>
    public string? RouteSet { get; set; }

    /// <summary>Whether a line of this level is written: what is costly to say is asked first.</summary>
    public bool IsOn(LogLevel level) => level >= minimum;

    /// <summary>Writes a line: <c>time</c>, <c>level</c>, <c>event</c>, <c>message</c>, <c>routeSet</c> and the
    /// fields.</summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="eventName">What happened, as a stable name.</param>
    /// <param name="message">The same in words.</param>
    /// <param name="fields">Writes members into the open object; null for none.</param>
    /// <param name="routeSet">The route set that decided; null for the one in use.</param>
    public void Write(
        LogLevel level,
        string eventName,
        string message,
        Action<Utf8JsonWriter>? fields = null,
        string? routeSet = null
    )
    {
        if (IsOn(level))
            WriteAlways(level, eventName, message, fields, routeSet);
    }

    /// <summary>The same, whatever the least level is.</summary>
    public void WriteAlways(
        LogLevel level,
        string eventName,
        string message,
        Action<Utf8JsonWriter>? fields = null,
        string? routeSet = null
    )
    {
        byte[] line = Line(level, eventName, message, fields, routeSet);
        lock (writing)
        {
            try
            {
                Output.Write(line);
                Output.Flush();
            }
            catch (IOException)
            {
                // A closed standard error is no reason to fail an event.
            }
        }
    }

    private byte[] Dropped(long count) =>
        Line(
            LogLevel.Warning,
            "log.dropped",
            $"{count} lines of the log were dropped because standard error was not read.",
            json => json.WriteNumber("lines", count),
            routeSet: null
        );

    private byte[] Line(
        LogLevel level,
        string eventName,
        string message,
        Action<Utf8JsonWriter>? fields,
        string? routeSet
    )
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(line, JsonFormat.Options))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow().UtcDateTime);
            json.WriteString("level", level.Word());
            json.WriteString("event", eventName);
            json.WriteString("message", message);
            json.WriteString("routeSet", routeSet ?? RouteSet);
            fields?.Invoke(json);
            json.WriteEndObject();
        }

        return [.. JsonFormat.Shown(line.WrittenSpan), (byte)'\n'];
    }
}
