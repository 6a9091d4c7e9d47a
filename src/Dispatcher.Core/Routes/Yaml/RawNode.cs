using System.Collections.Immutable;
using Dispatcher.Diagnostics;

namespace Dispatcher.Routes.Yaml;

/// <summary>YAML as written: positions kept, nothing checked, may be wrong.</summary>
internal abstract record RawNode(SourcePosition Position);

/// <summary>A scalar.</summary>
/// <param name="Position">Where its content begins.</param>
/// <param name="Value">Its text after YAML's own escapes and folding.</param>
/// <param name="IsPlain">Whether it is written without quotes and block marks: only such a scalar can be a number,
/// boolean or null.</param>
/// <param name="Tag">A core tag such as <c>!!str</c> as its short name, or null.</param>
/// <param name="Source">Where its characters stand.</param>
internal sealed record RawScalar(SourcePosition Position, string Value, bool IsPlain, string? Tag, ScalarSource Source)
    : RawNode(Position)
{
    /// <summary>The position of one character of <see cref="Value"/>.</summary>
    public SourcePosition At(int offset) => Source.At(Value, offset, Position.File);
}

/// <summary>A sequence.</summary>
internal sealed record RawList(SourcePosition Position, ImmutableArray<RawNode> Items) : RawNode(Position);

/// <summary>A mapping, entries in the order written; keys may repeat.</summary>
internal sealed record RawMap(SourcePosition Position, ImmutableArray<RawEntry> Entries) : RawNode(Position)
{
    /// <summary>The value of the first entry of this key.</summary>
    public RawNode? Find(string key)
    {
        foreach (RawEntry entry in Entries)
        {
            if (entry.Key.Value == key)
                return entry.Value;
        }

        return null;
    }
}

internal readonly record struct RawEntry(RawScalar Key, RawNode Value);
