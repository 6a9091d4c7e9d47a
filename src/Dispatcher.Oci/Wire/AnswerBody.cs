using System.Buffers;

namespace Dispatcher.Oci.Wire;

/// <summary>Reads an answer's body up to a limit.</summary>
internal static class AnswerBody
{
    /// <summary>The body, or null when it is longer than <paramref name="limit"/>.</summary>
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
            var body = new ArrayBufferWriter<byte>((int)Math.Max(announced ?? 4096, 1));
            while (body.WrittenCount <= limit)
            {
                if (body.WrittenCount == announced)
                    return body.WrittenMemory;
                int read = await stream.ReadAsync(body.GetMemory(1), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    return body.WrittenMemory;
                body.Advance(read);
            }

            return null;
        }
    }
}
