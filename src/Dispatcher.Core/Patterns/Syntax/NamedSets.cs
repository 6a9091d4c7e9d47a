namespace Dispatcher.Patterns.Syntax;

/// <summary>The sets that have a name in the language.</summary>
/// <remarks>routes-v1, "match": <c>\d \w \s</c> are ASCII. RFC 9485: <c>.</c> is anything but a line feed and a
/// carriage return.</remarks>
internal static class NamedSets
{
    public static readonly CharSet AnyButLineBreaks = CharSet.Of("\n\r").Complement();
    public static readonly CharSet Digit = CharSet.Range('0', '9');
    public static readonly CharSet Word = CharSet.FromRanges([
        new('a', 'z'),
        new('A', 'Z'),
        new('0', '9'),
        new('_', '_'),
    ]);
    public static readonly CharSet Space = CharSet.Of("\t\n\v\f\r ");
    public static readonly CharSet NotDigit = Digit.Complement();
    public static readonly CharSet NotWord = Word.Complement();
    public static readonly CharSet NotSpace = Space.Complement();

    /// <summary>The set of <c>\d</c> and its kind, by the letter; null for another letter.</summary>
    public static CharSet? ByEscape(char letter) =>
        letter switch
        {
            'd' => Digit,
            'D' => NotDigit,
            'w' => Word,
            'W' => NotWord,
            's' => Space,
            'S' => NotSpace,
            _ => null,
        };
}
