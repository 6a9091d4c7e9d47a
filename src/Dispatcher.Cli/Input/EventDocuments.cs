using System.Runtime.CompilerServices;
using System.Text.Json;
using Dispatcher.Events;

namespace Dispatcher.Cli.Input;

/// <summary>Splits what <c>--event</c> names into event documents: JSON lines, or documents over as many lines as they
/// like.</summary>
/// <remarks>A line that is not the beginning of a document over several lines is a document of its own, malformed or
/// too large as it may be: it takes no other line with it. Documents are given on as they come, so that a pipe that
/// never ends can be followed; memory is bounded by what an event may have at most.</remarks>
internal static class EventDocuments
{
    // One byte more than the reader accepts: enough for it to refuse what is too large.
    private const int MostKept = BodyReader.MaxBytes + 1;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1000 };

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
        Progress progress = Progress.None;
        var shape = Shape.Open;
        await foreach (ReadOnlyMemory<byte> line in LinesAsync(stream, stopping).ConfigureAwait(false))
        {
            if (begun.Length == 0)
            {
                if (IsBlank(line))
                    continue;
                progress = Progress.None;
                shape = line.Length == MostKept ? Shape.Malformed : Read(line, ref progress);
                if (shape == Shape.Open)
                    Keep(begun, line.Span);
                else
                    yield return line;
                continue;
            }

            shape = shape == Shape.Malformed ? shape : Read(line, ref progress);
            if (shape == Shape.Malformed && IsWholeObject(line))
            {
                // What was begun is not continued by this line.
                yield return begun.ToArray();
                begun.SetLength(0);
                yield return line;
                continue;
            }

            Keep(begun, "\n"u8);
            Keep(begun, line.Span);
            if (shape == Shape.Whole)
            {
                yield return begun.ToArray();
                begun.SetLength(0);
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

    // A read from a terminal or pipe cannot be cancelled; it is left behind when the command is stopped.
    private static Task<int> ReadAsync(Stream stream, byte[] buffer, CancellationToken stopping) =>
        Task.Run(() => stream.ReadAsync(buffer, stopping).AsTask(), stopping).WaitAsync(stopping);

    private static void Keep(MemoryStream line, ReadOnlySpan<byte> part) =>
        line.Write(part[..Math.Min(part.Length, (int)(MostKept - line.Length))]);

    private static bool IsBlank(ReadOnlyMemory<byte> line) => line.Span.Trim(" \t\r"u8).IsEmpty;

    private static bool IsWholeObject(ReadOnlyMemory<byte> line)
    {
        Progress progress = Progress.None;
        return line.Span.TrimStart(" \t"u8) is [(byte)'{', ..] && Read(line, ref progress) == Shape.Whole;
    }

    // No token of JSON goes over the end of a line; a comma is read together with what follows it.
    private static Shape Read(ReadOnlyMemory<byte> line, ref Progress progress)
    {
        ReadOnlySpan<byte> bytes = line.Span;
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        byte[] unread = [.. progress.Rest, .. bytes, (byte)'\n'];
        var reader = new Utf8JsonReader(unread, isFinalBlock: false, progress.State);
        bool whole = false;
        try
        {
            while (reader.Read())
                whole = reader.CurrentDepth == 0 && !Begins(reader.TokenType);
        }
        catch (JsonException)
        {
            return Shape.Malformed;
        }

        progress = new Progress(reader.CurrentState, unread[(int)reader.BytesConsumed..]);
        return whole ? Shape.Whole : Shape.Open;
    }

    private static bool Begins(JsonTokenType token) => token is JsonTokenType.StartObject or JsonTokenType.StartArray;

    private enum Shape
    {
        Open,
        Whole,
        Malformed,
    }

    private readonly record struct Progress(JsonReaderState State, byte[] Rest)
    {
        public static Progress None => new(new JsonReaderState(Options), []);
    }
}
