using System.Runtime.CompilerServices;
using System.Text.Json;
using Dispatcher.Events;

namespace Dispatcher.Cli.Input;

/// <summary>Splits what <c>--event</c> names into event documents: JSON lines, or one document over as many lines as it
/// likes.</summary>
/// <remarks>JSON lines are given on as they come, so that a pipe that never ends can be followed; memory is bounded by
/// what an event may have at most.</remarks>
internal static class EventDocuments
{
    // One byte more than the reader accepts: enough for it to refuse what is too large.
    private const int MostKept = BodyReader.MaxBytes + 1;

    /// <summary>The events of a document: the one that it is, or those of the batch that it is.</summary>
    public static IEnumerable<EventReading> Readings(ReadOnlyMemory<byte> document) =>
        BodyReader.Read(document) switch
        {
            BodyReading.Single single => [single.Reading],
            BodyReading.Many { Batch: var batch } => Enumerable
                .Range(0, batch.Count)
                .Select(index => batch.Read(index).Reading),
            _ => [new EventReading.Ignored(null, "a ping", null)],
        };

    /// <summary>The documents, in order; none when there is nothing but white space.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        Stream stream,
        [EnumeratorCancellation] CancellationToken stopping
    )
    {
        var begun = new MemoryStream();
        bool lines = false;
        await foreach (ReadOnlyMemory<byte> line in LinesAsync(stream, stopping).ConfigureAwait(false))
        {
            if (lines)
            {
                if (!IsBlank(line))
                    yield return line;
            }
            else if (begun.Length == 0 && IsWhole(line))
            {
                lines = true;
                yield return line;
            }
            else if (begun.Length > 0 || !IsBlank(line))
            {
                Keep(begun, line.Span);
                Keep(begun, "\n"u8);
            }
        }

        if (begun.Length > 0)
            yield return begun.ToArray();
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync(
        Stream stream,
        [EnumeratorCancellation] CancellationToken stopping
    )
    {
        byte[] buffer = new byte[16 * 1024];
        var line = new MemoryStream();
        int read;
        while ((read = await ReadAsync(stream, buffer, stopping).ConfigureAwait(false)) > 0)
        {
            ReadOnlyMemory<byte> rest = buffer.AsMemory(0, read);
            for (int end = rest.Span.IndexOf((byte)'\n'); end >= 0; end = rest.Span.IndexOf((byte)'\n'))
            {
                Keep(line, rest.Span[..end]);
                yield return line.ToArray();
                line.SetLength(0);
                rest = rest[(end + 1)..];
            }

            Keep(line, rest.Span);
        }

        if (line.Length > 0)
            yield return line.ToArray();
    }

    // A read from a terminal or pipe cannot be cancelled; it is left behind when the command is told to stop.
    private static Task<int> ReadAsync(Stream stream, byte[] buffer, CancellationToken stopping) =>
        Task.Run(() => stream.ReadAsync(buffer, stopping).AsTask(), stopping).WaitAsync(stopping);

    private static void Keep(MemoryStream line, ReadOnlySpan<byte> part) =>
        line.Write(part[..Math.Min(part.Length, (int)(MostKept - line.Length))]);

    private static bool IsBlank(ReadOnlyMemory<byte> line) => line.Span.Trim(" \t\r"u8).IsEmpty;

    private static bool IsWhole(ReadOnlyMemory<byte> line)
    {
        ReadOnlySpan<byte> bytes = line.Span;
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 1000 });
        try
        {
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
