using Dispatcher.Events;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>Reads bodies whose size no usual event has, a few at a time.</summary>
/// <remarks>The parser works in arrays of up to eight megabytes, which the pool keeps for each thread that ever had
/// one. A thread of its own takes them with it.</remarks>
internal static class LargeBodies
{
    // A usual event has one or two kilobytes; arrays from here on are among the large objects.
    private const int LargeBytes = 85_000;

    private static readonly SemaphoreSlim FewAtOnce = new(2);

    /// <summary>What <see cref="BodyReader.Read"/> says.</summary>
    public static async ValueTask<BodyReading> ReadAsync(ReadOnlyMemory<byte> body)
    {
        // Of a batch only the places of its elements are found, which takes no such arrays.
        bool isBatch = body.Span.TrimStart(" \t\r\n"u8) is [(byte)'[', ..];
        if (isBatch || body.Length is < LargeBytes or > EventReader.MaxBytes)
            return BodyReader.Read(body);
        await FewAtOnce.WaitAsync().ConfigureAwait(false);
        try
        {
            return await Task
                .Factory.StartNew(
                    () => BodyReader.Read(body),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
                    TaskScheduler.Default
                )
                .ConfigureAwait(false);
        }
        finally
        {
            FewAtOnce.Release();
        }
    }
}
