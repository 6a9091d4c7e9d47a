using System.Runtime.InteropServices;
using Dispatcher.Diagnostics;

namespace Dispatcher.Routes.Yaml;

/// <summary>Reads what <see cref="RawNodeWriter"/> wrote.</summary>
/// <param name="from">The bytes of one file's nodes.</param>
/// <param name="texts">The texts that they name.</param>
/// <param name="file">The file, as positions name it.</param>
/// <param name="yaml">The file's text.</param>
internal sealed class RawNodeReader(BinaryReader from, string[] texts, string file, string yaml)
{
    /// <summary>The next node and what is in it.</summary>
    public RawNode Read()
    {
        var kind = (RawNodeKind)from.ReadByte();
        int line = from.Read7BitEncodedInt(),
            column = from.Read7BitEncodedInt();
        var position = new SourcePosition(file, line, column);
        switch (kind)
        {
            case RawNodeKind.List:
                var items = new RawNode[from.Read7BitEncodedInt()];
                for (int i = 0; i < items.Length; i++)
                    items[i] = Read();
                return new RawList(position, ImmutableCollectionsMarshal.AsImmutableArray(items));
            case RawNodeKind.Map:
                var entries = new RawEntry[from.Read7BitEncodedInt()];
                for (int i = 0; i < entries.Length; i++)
                    entries[i] = new RawEntry((RawScalar)Read(), Read());
                return new RawMap(position, ImmutableCollectionsMarshal.AsImmutableArray(entries));
            default:
                var source = new ScalarSource(yaml, from.Read7BitEncodedInt(), line, column);
                string value = texts[from.Read7BitEncodedInt()];
                string? tag = kind.HasFlag(RawNodeKind.Tagged) ? texts[from.Read7BitEncodedInt()] : null;
                return new RawScalar(position, value, kind.HasFlag(RawNodeKind.Plain), tag, source);
        }
    }
}
