using System.Buffers;

namespace Dispatcher.Emulator.Wire;

/// <summary>A buffer for an answer's body, in an array of the shared pool. A page of a listing is larger than what a
/// collection of the youngest objects frees; without the pool a long listing ends in one collection of everything after
/// the other, and the emulator may hold millions of objects.</summary>
internal sealed class RentedBuffer(int size) : IBufferWriter<byte>
{
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(size);
    private int count;

    /// <summary>What was written; not to be read after <see cref="Return"/>.</summary>
    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, count);

    public void Advance(int written) => count += written;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (bytes.Length - count < Math.Max(sizeHint, 1))
        {
            byte[] longer = ArrayPool<byte>.Shared.Rent(Math.Max(2 * bytes.Length, count + sizeHint));
            Written.CopyTo(longer);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = longer;
        }

        return bytes.AsMemory(count);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Gives the array back. An answer that is never sent may leave it to the garbage collector.</summary>
    public void Return()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        (bytes, count) = ([], 0);
    }
}
