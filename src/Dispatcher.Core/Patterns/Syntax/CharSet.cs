using System.Collections.Immutable;

namespace Dispatcher.Patterns.Syntax;

/// <summary>An immutable set of Unicode code points without the surrogates, as sorted ranges that neither touch nor
/// overlap.</summary>
internal sealed class CharSet : IEquatable<CharSet>
{
    public const int MaxCodePoint = 0x10FFFF;
    private const int SurrogatesFirst = 0xD800,
        SurrogatesLast = 0xDFFF;

    public static readonly CharSet Empty = new([]);
    public static readonly CharSet Everything = FromRanges([new(0, MaxCodePoint)]);

    private static readonly CharSet[] Ascii = [.. Enumerable.Range(0, 128).Select(c => new CharSet([new(c, c)]))];

    private CharSet(ImmutableArray<CharRange> ranges) => Ranges = ranges;

    /// <summary>The ranges, ascending.</summary>
    public ImmutableArray<CharRange> Ranges { get; }

    public bool IsEmpty => Ranges.IsEmpty;

    /// <summary>Whether it has exactly one character.</summary>
    public bool IsSingle => Ranges.Length == 1 && Ranges[0].First == Ranges[0].Last;

    public static CharSet Of(int codePoint) =>
        codePoint < 128 ? Ascii[codePoint] : FromRanges([new(codePoint, codePoint)]);

    public static CharSet Of(string characters) =>
        FromRanges([.. characters.EnumerateRunes().Select(r => new CharRange(r.Value, r.Value))]);

    public static CharSet Range(int first, int last) => FromRanges([new(first, last)]);

    /// <summary>Any ranges, in any order; surrogates are left out.</summary>
    public static CharSet FromRanges(List<CharRange> ranges)
    {
        var sorted = new List<CharRange>(ranges.Count + 1);
        foreach (CharRange range in ranges)
        {
            if (range.First < SurrogatesFirst && range.Last >= SurrogatesFirst)
                sorted.Add(range with { Last = SurrogatesFirst - 1 });
            else if (range.First < SurrogatesFirst)
                sorted.Add(range);
            if (range.Last > SurrogatesLast)
                sorted.Add(range with { First = Math.Max(range.First, SurrogatesLast + 1) });
        }

        sorted.Sort(static (a, b) => a.First.CompareTo(b.First));
        var merged = ImmutableArray.CreateBuilder<CharRange>(sorted.Count);
        foreach (CharRange range in sorted)
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
                merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, range.Last) };
            else
                merged.Add(range);
        }

        return new(merged.DrainToImmutable());
    }

    public bool Contains(int codePoint)
    {
        int low = 0,
            high = Ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (codePoint < Ranges[middle].First)
                high = middle - 1;
            else if (codePoint > Ranges[middle].Last)
                low = middle + 1;
            else
                return true;
        }

        return false;
    }

    public CharSet Union(CharSet other) =>
        IsEmpty ? other
        : other.IsEmpty ? this
        : FromRanges([.. Ranges, .. other.Ranges]);

    /// <summary>Every character that is not in it.</summary>
    public CharSet Complement()
    {
        var gaps = new List<CharRange>(Ranges.Length + 1);
        int from = 0;
        foreach (CharRange range in Ranges)
        {
            if (range.First > from)
                gaps.Add(new(from, range.First - 1));
            from = range.Last + 1;
        }

        if (from <= MaxCodePoint)
            gaps.Add(new(from, MaxCodePoint));
        return FromRanges(gaps);
    }

    public CharSet Intersect(CharSet other)
    {
        var common = new List<CharRange>();
        for (int i = 0, j = 0; i < Ranges.Length && j < other.Ranges.Length; )
        {
            CharRange a = Ranges[i],
                b = other.Ranges[j];
            int first = Math.Max(a.First, b.First),
                last = Math.Min(a.Last, b.Last);
            if (first <= last)
                common.Add(new(first, last));
            if (a.Last < b.Last)
                i++;
            else
                j++;
        }

        return FromRanges(common);
    }

    public CharSet Without(CharSet other) => Intersect(other.Complement());

    public bool Intersects(CharSet other)
    {
        for (int i = 0, j = 0; i < Ranges.Length && j < other.Ranges.Length; )
        {
            CharRange a = Ranges[i],
                b = other.Ranges[j];
            if (a.First <= b.Last && b.First <= a.Last)
                return true;
            if (a.Last < b.Last)
                i++;
            else
                j++;
        }

        return false;
    }

    /// <summary>How many characters it has.</summary>
    public int Count()
    {
        int count = 0;
        foreach (CharRange range in Ranges)
            count += range.Last - range.First + 1;
        return count;
    }

    public bool Equals(CharSet? other) => other is not null && Ranges.AsSpan().SequenceEqual(other.Ranges.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as CharSet);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (CharRange range in Ranges)
            hash.Add(range);
        return hash.ToHashCode();
    }
}

/// <summary>Code points from first to last, both included.</summary>
internal readonly record struct CharRange(int First, int Last);
