using System.Buffers;
using System.Text.Json;

namespace Dispatcher.Cli.Local;

/// <summary>Events as the records of a stream, as a connector sends them to a function.</summary>
/// <remarks>dispatch-v1, "Input": <c>value</c> is Base64, <c>key</c> null, <c>offset</c> and <c>partition</c> as the
/// stream has them.</remarks>
internal static class StreamBatch
{
    private const string Stream = "local";

    /// <summary>The array of records.</summary>
    /// <param name="documents">The event documents.</param>
    /// <param name="offset">The offset of the first record in its partition.</param>
    public static byte[] Of(IEnumerable<ReadOnlyMemory<byte>> documents, long offset)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (ReadOnlyMemory<byte> document in documents)
            {
                json.WriteStartObject();
                json.WriteString("stream", Stream);
                json.WriteString("partition", "0");
                json.WriteNull("key");
                json.WriteBase64String("value", document.Span);
                json.WriteNumber("offset", offset++);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
