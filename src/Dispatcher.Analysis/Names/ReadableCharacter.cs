using System.Text;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Names;

/// <summary>Chooses the character of a set that looks most like one in an object name.</summary>
internal static class ReadableCharacter
{
    private const string Preferred =
        "abcdefghijklmnopqrstuvwxyz0123456789-_.ABCDEFGHIJKLMNOPQRSTUVWXYZ/ =+,@#$%&()[]{}!;:'~^<>*?|\"`\\";

    private const int Looked = 256;

    /// <summary>What an object name may be made of: all but NUL, line feed and carriage return.</summary>
    public static readonly CharSet Valid = CharSet.Of("\0\n\r").Complement();

    // One byte of UTF-8, two, three, four.
    private static readonly CharSet[] BySize =
    [
        CharSet.Range(0, 0x7F),
        CharSet.Range(0x80, 0x7FF),
        CharSet.Range(0x800, 0xFFFF),
        CharSet.Range(0x10000, CharSet.MaxCodePoint),
    ];

    /// <summary>A character of a set that is not empty. Never one that takes more bytes of UTF-8 than another of the
    /// set.</summary>
    public static Rune Of(CharSet set)
    {
        foreach (char c in Preferred)
        {
            if (set.Contains(c))
                return new Rune(c);
        }

        CharSet shortest = BySize.Select(set.Intersect).First(part => !part.IsEmpty);
        IEnumerable<Rune> runes = shortest
            .Ranges.SelectMany(range => Enumerable.Range(range.First, Math.Min(Looked, range.Last - range.First + 1)))
            .Take(Looked)
            .Select(c => new Rune(c));
        return runes.FirstOrDefault(
            Rune.IsLetterOrDigit,
            runes.FirstOrDefault(rune => !Rune.IsControl(rune), runes.First())
        );
    }

    /// <summary>The readable ASCII characters of a set, best first.</summary>
    public static IEnumerable<char> Among(CharSet set) => Preferred.Where(c => set.Contains(c));
}
