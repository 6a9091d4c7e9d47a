using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Engine;

/// <summary>A set of code points as the engine, which works on UTF-16 units, can read it: a class of single units and a choice of
/// pairs of classes.</summary>
/// <param name="Text">The expression for one character of the set, one atom.</param>
/// <param name="Leaves">How many characters and classes it has.</param>
internal sealed record Utf16Classes(string Text, int Leaves)
{
    private const int PairsFirst = 0x10000;

    // Keyed by the instance: named sets, categories and ASCII characters are shared between patterns.
    private static readonly ConditionalWeakTable<CharSet, Utf16Classes> Known = [];

    public static Utf16Classes Of(CharSet set) => Known.GetValue(set, Make);

    private static Utf16Classes Make(CharSet set)
    {
        var units = set.Ranges.Where(range => range.First < PairsFirst).Select(range => range with { Last = Math.Min(range.Last, PairsFirst - 1) }).ToList();
        var pairs = Pairs(set.Ranges);
        if (pairs.Count == 0)
            return new Utf16Classes(Class(units), 1);
        var text = new StringBuilder("(?:");
        if (units.Count > 0)
            text.Append(Class(units)).Append('|');
        text.AppendJoin('|', pairs);
        return new Utf16Classes(text.Append(')').ToString(), (units.Count > 0 ? 1 : 0) + (2 * pairs.Count));
    }

    // High surrogates that have the same low ones after them share a branch.
    private static List<string> Pairs(ImmutableArray<CharRange> ranges)
    {
        var lowsByHigh = new SortedDictionary<int, List<CharRange>>();
        var highsOfAllLows = new List<CharRange>();
        foreach (CharRange range in ranges)
        {
            if (range.Last < PairsFirst)
                continue;
            int first = Math.Max(range.First, PairsFirst);
            int firstWhole = (first + 0x3FF) & ~0x3FF, endWhole = (range.Last + 1) & ~0x3FF;
            if (firstWhole < endWhole)
            {
                highsOfAllLows.Add(new(High(firstWhole), High(endWhole - 1)));
                AddLows(lowsByHigh, first, firstWhole - 1);
                AddLows(lowsByHigh, endWhole, range.Last);
            }
            else
            {
                int split = Math.Min(range.Last, first | 0x3FF);
                AddLows(lowsByHigh, first, split);
                AddLows(lowsByHigh, split + 1, range.Last);
            }
        }

        var branches = lowsByHigh
            .GroupBy(pair => Class(pair.Value), pair => new CharRange(pair.Key, pair.Key))
            .Select(group => Class([.. group]) + group.Key)
            .ToList();
        if (highsOfAllLows.Count > 0)
            branches.Add(Class(highsOfAllLows) + @"[\uDC00-\uDFFF]");
        return branches;
    }

    private static void AddLows(SortedDictionary<int, List<CharRange>> lowsByHigh, int first, int last)
    {
        if (first > last)
            return;
        if (!lowsByHigh.TryGetValue(High(first), out List<CharRange>? lows))
            lowsByHigh.Add(High(first), lows = []);
        lows.Add(new(Low(first), Low(last)));
    }

    private static int High(int codePoint) => 0xD800 + ((codePoint - PairsFirst) >> 10);

    private static int Low(int codePoint) => 0xDC00 + (codePoint & 0x3FF);

    private static string Class(List<CharRange> units)
    {
        if (units is [var only] && only.First == only.Last)
            return Unit(only.First);
        var text = new StringBuilder("[");
        foreach (CharRange range in units)
        {
            text.Append(Unit(range.First));
            if (range.Last > range.First)
                text.Append('-').Append(Unit(range.Last));
        }

        return text.Append(']').ToString();
    }

    // Only letters and digits stand for themselves wherever they are.
    private static string Unit(int unit) => unit < 128 && char.IsAsciiLetterOrDigit((char)unit)
        ? ((char)unit).ToString()
        : string.Create(CultureInfo.InvariantCulture, $"\\u{unit:X4}");
}
