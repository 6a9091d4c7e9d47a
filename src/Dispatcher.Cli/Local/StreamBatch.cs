using System.Text.Json;

namespace Dispatcher.Cli.Local;

/// <summary>Events as the records of a stream, as a connector sends them to a function.</summary>
/// <remarks>dispatch-v1, "Input": <c>value</c> is Base64, <c>key</c> null, <c>offset</c> and <c>partition</c> as the
/// stream has them.</remarks>
internal static class StreamBatch
{
    private const string Stream = "local",
        Partition = "0";

    /// <summary>The array of records.</summary>
    /// <param name="documents">The event documents.</param>
    /// <param name="offset">The offset of the first record in its partition.</param>
    public static byte[] Of(IEnumerable<ReadOnlyMemory<byte>> documents, long offset) =>
        JsonSerializer.SerializeToUtf8Bytes(
            [.. documents.Select((document, n) => new StreamRecord(Stream, Partition, null, document, offset + n))],
            LocalJson.Default.StreamRecordArray
        );
}

/// <summary>A record of a stream.</summary>
internal sealed record StreamRecord(
    string Stream,
    string Partition,
    string? Key,
    ReadOnlyMemory<byte> Value,
    long Offset
);
