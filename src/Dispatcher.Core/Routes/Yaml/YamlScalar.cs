using System.Globalization;
using System.Numerics;

namespace Dispatcher.Routes.Yaml;

/// <summary>What a scalar is by YAML 1.2's core schema: text, or a number, boolean or null with its JSON
/// spelling.</summary>
internal static class YamlScalar
{
    private const int MaxNumberLength = 400;

    /// <summary>The scalar's JSON when it is a number, boolean or null; null when it is text.</summary>
    /// <param name="scalar">The scalar.</param>
    /// <param name="problem">What is wrong: a tag that does not fit, or a number JSON cannot write.</param>
    public static string? Json(RawScalar scalar, out string? problem)
    {
        problem = null;
        if (scalar.Tag == "str" || (!scalar.IsPlain && scalar.Tag is null))
            return null;
        string text = scalar.Value;
        // No number anybody binds is this long, and turning one into decimal digits costs more than linear time.
        if (text.Length > MaxNumberLength)
            return null;
        string? json = Null(text) ?? Bool(text) ?? Int(text) ?? Float(text);
        if (json == "")
        {
            problem = $"`{text}` has no JSON form";
            return null;
        }

        bool fits = scalar.Tag switch
        {
            null => true,
            "null" => json == "null",
            "bool" => json is "true" or "false",
            "int" => json is not null && Int(text) is not null,
            _ => json is not null and not "null" and not "true" and not "false",
        };
        if (!fits)
            problem = $"`{text}` is not a `!!{scalar.Tag}`";
        return fits ? json : null;
    }

    /// <summary>Whether the scalar is YAML's null: empty, <c>~</c> or <c>null</c>, without quotes.</summary>
    public static bool IsNull(RawScalar scalar) =>
        scalar.Tag == "null" || (scalar.IsPlain && scalar.Tag is null && Null(scalar.Value) is not null);

    private static string? Null(string text) => text is "" or "~" or "null" or "Null" or "NULL" ? "null" : null;

    private static string? Bool(string text) =>
        text switch
        {
            "true" or "True" or "TRUE" => "true",
            "false" or "False" or "FALSE" => "false",
            _ => null,
        };

    private static string? Int(string text)
    {
        if (
            text.StartsWith("0x", StringComparison.Ordinal)
            && text.Length > 2
            && IsAll(text.AsSpan(2), char.IsAsciiHexDigit)
        )
            return BigInteger
                .Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
                .ToString(CultureInfo.InvariantCulture);
        if (
            text.StartsWith("0o", StringComparison.Ordinal)
            && text.Length > 2
            && IsAll(text.AsSpan(2), digit => digit is >= '0' and <= '7')
        )
            return text.AsSpan(2)
                .ToArray()
                .Aggregate(BigInteger.Zero, (sum, digit) => (sum * 8) + (digit - '0'))
                .ToString(CultureInfo.InvariantCulture);
        ReadOnlySpan<char> digits = text is ['-' or '+', ..] ? text.AsSpan(1) : text;
        if (digits.IsEmpty || digits.IndexOfAnyExceptInRange('0', '9') >= 0)
            return null;
        ReadOnlySpan<char> significant = digits.TrimStart('0');
        string plain = significant.IsEmpty ? "0" : significant.ToString();
        return text[0] == '-' && plain != "0" ? "-" + plain : plain;
    }

    // "" stands for a number that JSON cannot write.
    private static string? Float(string text)
    {
        ReadOnlySpan<char> unsigned = text is ['-' or '+', ..] ? text.AsSpan(1) : text;
        if (unsigned is ".inf" or ".Inf" or ".INF" || text is ".nan" or ".NaN" or ".NAN")
            return "";
        int exponent = unsigned.IndexOfAny('e', 'E');
        ReadOnlySpan<char> mantissa = exponent < 0 ? unsigned : unsigned[..exponent];
        if (exponent >= 0)
        {
            ReadOnlySpan<char> power = unsigned[(exponent + 1)..];
            power = power is ['-' or '+', ..] ? power[1..] : power;
            if (power.IsEmpty || power.IndexOfAnyExceptInRange('0', '9') >= 0)
                return null;
        }

        int dot = mantissa.IndexOf('.');
        ReadOnlySpan<char> whole = dot < 0 ? mantissa : mantissa[..dot],
            fraction = dot < 0 ? [] : mantissa[(dot + 1)..];
        if (
            (whole.IsEmpty && fraction.IsEmpty)
            || (whole.IsEmpty && dot < 0)
            || whole.IndexOfAnyExceptInRange('0', '9') >= 0
            || fraction.IndexOfAnyExceptInRange('0', '9') >= 0
        )
            return null;
        whole = whole.TrimStart('0');
        // Kept as written, with only what JSON does not allow put right: 1.50 stays 1.50.
        return $"{(text[0] == '-' ? "-" : "")}{(whole.IsEmpty ? "0" : whole)}{(fraction.IsEmpty ? "" : $".{fraction}")}{(exponent < 0 ? "" : unsigned[exponent..])}";
    }

    private static bool IsAll(ReadOnlySpan<char> text, Func<char, bool> test)
    {
        foreach (char c in text)
        {
            if (!test(c))
                return false;
        }

        return true;
    }
}
