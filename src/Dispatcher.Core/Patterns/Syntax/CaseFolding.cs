using System.Collections.Frozen;

namespace Dispatcher.Patterns.Syntax;

/// <summary>Which letters are the same without case: those with the same invariant lower case, inside the basic
/// plane.</summary>
/// <remarks>This is .NET's <c>IgnoreCase | CultureInvariant</c>, found by comparison over the whole plane and held by a
/// test: <c>k</c>, <c>K</c> and the Kelvin sign are one, <c>i</c> and the dotless <c>ı</c> are not.</remarks>
internal static class CaseFolding
{
    private static readonly Lazy<FrozenDictionary<int, List<CharRange>>> Others = new(Read);

    /// <summary>The set with every letter that is the same as one of its own.</summary>
    public static CharSet Fold(CharSet set)
    {
        var ranges = new List<CharRange>(set.Ranges);
        foreach (CharRange range in set.Ranges)
        {
            for (int c = range.First; c <= Math.Min(range.Last, char.MaxValue); c++)
            {
                if (Others.Value.TryGetValue(c, out List<CharRange>? same))
                    ranges.AddRange(same);
            }
        }

        return ranges.Count == set.Ranges.Length ? set : CharSet.FromRanges(ranges);
    }

    private static FrozenDictionary<int, List<CharRange>> Read()
    {
        var byLower = new Dictionary<char, List<CharRange>>();
        for (int c = 0; c <= char.MaxValue; c++)
        {
            char lower = char.ToLowerInvariant((char)c);
            if (lower == c)
                continue;
            if (!byLower.TryGetValue(lower, out List<CharRange>? same))
                byLower.Add(lower, same = [new(lower, lower)]);
            same.Add(new(c, c));
        }

        return byLower
            .Values.SelectMany(same => same.Select(member => (member.First, same)))
            .ToFrozenDictionary(pair => pair.First, pair => pair.same);
    }
}
