using System.Buffers.Binary;
using System.Text;

namespace Dispatcher.Contract.Images;

/// <summary>An ELF file's dynamic section, as far as it says what the loader must find.</summary>
public static class ElfFile
{
    private const int DynamicSegment = 2;
    private const int LoadSegment = 1;
    private const long Needed = 1;
    private const long StringTable = 5;

    /// <summary>The libraries that a file asks for (<c>NEEDED</c>), or null when it is no 64-bit little-endian ELF
    /// file.
    /// </summary>
    public static IReadOnlyList<string>? ReadNeeded(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        if (!file.AsSpan().StartsWith("\u007fELF\u0002\u0001"u8))
            return null;

        List<(int Type, long Offset, long Address, long Size)> segments = [.. Segments(file)];
        (int Type, long Offset, long Address, long Size)[] dynamic =
        [
            .. segments.Where(segment => segment.Type == DynamicSegment),
        ];
        if (dynamic.Length == 0)
            return [];
        (long Tag, long Value)[] entries = [.. Entries(file, dynamic[0].Offset, dynamic[0].Size)];
        long address = entries.Single(entry => entry.Tag == StringTable).Value;
        var holder = segments.Single(segment =>
            segment.Type == LoadSegment && address >= segment.Address && address < segment.Address + segment.Size
        );
        int strings = (int)(address - holder.Address + holder.Offset);
        return [.. entries.Where(entry => entry.Tag == Needed).Select(entry => Text(file, strings + (int)entry.Value))];
    }

    private static IEnumerable<(int Type, long Offset, long Address, long Size)> Segments(byte[] file)
    {
        int table = (int)Long(file, 0x20);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(0x36));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(0x38));
        for (int at = table; at < table + (count * size); at += size)
        {
            int type = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
            yield return (type, Long(file, at + 8), Long(file, at + 16), Long(file, at + 32));
        }
    }

    private static IEnumerable<(long Tag, long Value)> Entries(byte[] file, long offset, long size)
    {
        for (int at = (int)offset; at < offset + size && Long(file, at) != 0; at += 16)
            yield return (Long(file, at), Long(file, at + 8));
    }

    private static long Long(byte[] file, int at) => BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at));

    private static string Text(byte[] file, int at) =>
        Encoding.UTF8.GetString(file.AsSpan(at, Array.IndexOf(file, (byte)0, at) - at));
}
