namespace Dispatcher.Routes.Yaml;

/// <summary>Writes <see cref="RawNode"/>s as bytes; <see cref="RawNodeReader"/> reads them. Every text is written
/// once.</summary>
/// <remarks>A node is its <see cref="RawNodeKind"/>, line, column and content; numbers take as many bytes as they
/// need.</remarks>
internal sealed class RawNodeWriter
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> texts = [];

    /// <summary>The texts so far; nodes name them by their place here.</summary>
    public IReadOnlyList<string> Texts => texts;

    /// <summary>Writes a node and what is in it.</summary>
    public void Write(BinaryWriter to, RawNode node)
    {
        switch (node)
        {
            case RawScalar scalar:
                WriteScalar(to, scalar);
                break;
            case RawList list:
                Begin(to, RawNodeKind.List, list);
                to.Write7BitEncodedInt(list.Items.Length);
                foreach (RawNode item in list.Items)
                    Write(to, item);
                break;
            case RawMap map:
                Begin(to, RawNodeKind.Map, map);
                to.Write7BitEncodedInt(map.Entries.Length);
                foreach (RawEntry entry in map.Entries)
                {
                    WriteScalar(to, entry.Key);
                    Write(to, entry.Value);
                }

                break;
        }
    }

    private void WriteScalar(BinaryWriter to, RawScalar scalar)
    {
        Begin(
            to,
            (scalar.IsPlain ? RawNodeKind.Plain : RawNodeKind.Quoted) | (scalar.Tag is null ? 0 : RawNodeKind.Tagged),
            scalar
        );
        to.Write7BitEncodedInt(scalar.Source.Index);
        to.Write7BitEncodedInt(Number(scalar.Value));
        if (scalar.Tag is { } tag)
            to.Write7BitEncodedInt(Number(tag));
    }

    private static void Begin(BinaryWriter to, RawNodeKind kind, RawNode node)
    {
        to.Write((byte)kind);
        to.Write7BitEncodedInt(node.Position.Line);
        to.Write7BitEncodedInt(node.Position.Column);
    }

    private int Number(string text)
    {
        if (!numbers.TryGetValue(text, out int number))
        {
            numbers.Add(text, number = texts.Count);
            texts.Add(text);
        }

        return number;
    }
}
