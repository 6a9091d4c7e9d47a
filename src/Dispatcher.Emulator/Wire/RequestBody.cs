using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace Dispatcher.Emulator.Wire;

/// <summary>Reads a whole body up to a limit.</summary>
internal static class RequestBody
{
    /// <summary>The body, or null when it is larger than <paramref name="limit"/> bytes.</summary>
    /// <exception cref="IOException">The client closed the connection.</exception>
    public static async Task<byte[]?> ReadAsync(IHttpRequestFeature request, int limit, CancellationToken aborted)
    {
        if (request.Headers.ContentLength is { } length)
        {
            if (length > limit)
                return null;
            var whole = new byte[length];
            await request.Body.ReadExactlyAsync(whole, aborted).ConfigureAwait(false);
            return whole;
        }

        var body = new ArrayBufferWriter<byte>();
        while (true)
        {
            int read = await request.Body.ReadAsync(body.GetMemory(4096), aborted).ConfigureAwait(false);
            if (read == 0)
                return body.WrittenSpan.ToArray();
            body.Advance(read);
            if (body.WrittenCount > limit)
                return null;
        }
    }
}
