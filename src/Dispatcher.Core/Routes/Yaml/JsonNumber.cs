namespace Dispatcher.Routes.Yaml;

/// <summary>Numbers as RFC 8259 writes them.</summary>
internal static class JsonNumber
{
    /// <summary>Whether the text is a JSON number: no leading zero, no plus, digits on both sides of a point.</summary>
    public static bool IsNumber(ReadOnlySpan<char> text)
    {
        int whole = IntegerPart(text);
        if (whole == 0)
            return false;
        ReadOnlySpan<char> rest = text[whole..];
        if (rest is ['.', ..])
        {
            int digits = Digits(rest[1..]);
            if (digits == 0)
                return false;
            rest = rest[(1 + digits)..];
        }

        if (rest is ['e' or 'E', ..])
        {
            int sign = rest is [_, '+' or '-', ..] ? 1 : 0;
            int digits = Digits(rest[(1 + sign)..]);
            if (digits == 0)
                return false;
            rest = rest[(1 + sign + digits)..];
        }

        return rest.IsEmpty;
    }

    /// <summary>Whether the text is a JSON number without point and exponent.</summary>
    public static bool IsInteger(ReadOnlySpan<char> text) => !text.IsEmpty && IntegerPart(text) == text.Length;

    // The length of the sign and the digits before a point; 0 where there is no number.
    private static int IntegerPart(ReadOnlySpan<char> text)
    {
        int sign = text is ['-', ..] ? 1 : 0;
        ReadOnlySpan<char> digits = text[sign..];
        int length = digits is ['0', ..] ? 1 : Digits(digits);
        return length == 0 ? 0 : sign + length;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
