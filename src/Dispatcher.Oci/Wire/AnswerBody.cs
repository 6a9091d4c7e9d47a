using System.Buffers;

namespace Dispatcher.Oci.Wire;

/// <summary>Reads an answer's body up to a limit.</summary>
internal static class AnswerBody
{
    private const int Usual = 4096;

    /// <summary>The body, or null when it is longer than <paramref name="limit"/>. Its array is from the shared pool:
    /// who has read it may give it back (<see cref="Return"/>).</summary>
    /// <exception cref="IOException">The connection was closed before the end of the body.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(
        HttpContent content,
        int limit,
        CancellationToken cancellationToken
    )
    {
        long? announced = content.Headers.ContentLength;
        if (announced > limit)
            return null;

        Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            byte[] body = ArrayPool<byte>.Shared.Rent((int)Math.Max(announced ?? Usual, 1));
            int length = 0;
            while (length <= limit)
            {
                if (length == announced)
                    return body.AsMemory(0, length);
                if (length == body.Length)
                    body = Longer(body);
                int read = await stream.ReadAsync(body.AsMemory(length), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    return body.AsMemory(0, length);
                length += read;
            }

            ArrayPool<byte>.Shared.Return(body);
            return null;
        }
    }

    /// <summary>Gives the array of a body back. A page of a listing is larger than what a collection of the youngest
    /// objects frees: a listing without this ends in one collection of everything after the other.</summary>
    /// <param name="body">What <see cref="ReadAsync"/> gave; not read any more.</param>
    public static void Return(ReadOnlyMemory<byte> body)
    {
        if (
            System.Runtime.InteropServices.MemoryMarshal.TryGetArray(body, out ArraySegment<byte> read)
            && read.Array is { Length: > 0 } array
        )
            ArrayPool<byte>.Shared.Return(array);
    }

    private static byte[] Longer(byte[] body)
    {
        byte[] longer = ArrayPool<byte>.Shared.Rent(2 * body.Length);
        body.CopyTo(longer, 0);
        ArrayPool<byte>.Shared.Return(body);
        return longer;
    }
}
