using System.Globalization;
using System.Numerics;
using Dispatcher.Patterns;

namespace Dispatcher.Routes.Yaml;

/// <summary>What is wrong with a scalar, and what to write instead.</summary>
internal sealed record ScalarProblem(string Message, string Hint);

/// <summary>What a scalar is: text, or a number, boolean or null with its JSON spelling.</summary>
/// <remarks>YAML 1.2's core schema, but for numbers: routes-v1, "bindings": they are written as JSON writes
/// them.</remarks>
internal static class YamlScalar
{
    // What YAML makes of a longer text is not worked out: turning one into decimal digits costs more than linear time.
    private const int LongestMeaning = 100;

    private static readonly Pattern NotFinite = Pattern.Parse(@"[\-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)").Pattern!;

    private static readonly Pattern Odd = Pattern
        .Parse(
            @"[\-+]?(?:0x[0-9A-Fa-f_]*[0-9A-Fa-f][0-9A-Fa-f_]*|0o[0-7]+|0b[01_]*[01][01_]*|"
                + @"(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][\-+]?\d+)?)"
        )
        .Pattern!;

    /// <summary>The scalar's JSON when it is a number, boolean or null; null when it is text.</summary>
    /// <param name="scalar">The scalar.</param>
    /// <param name="problem">What is wrong: a tag that does not fit, or a number that is not one of JSON.</param>
    public static string? Json(RawScalar scalar, out ScalarProblem? problem)
    {
        problem = null;
        if (scalar.Tag == "str" || (!scalar.IsPlain && scalar.Tag is null))
            return null;
        string text = scalar.Value;
        string? json = Null(text) ?? Bool(text) ?? (JsonNumber.IsNumber(text) ? text : null);
        if (json is null && Meaning(text) is { } meaning)
        {
            problem = meaning;
            return null;
        }

        bool fits = scalar.Tag switch
        {
            null => true,
            "null" => json == "null",
            "bool" => json is "true" or "false",
            "int" => JsonNumber.IsInteger(json),
            _ => json is not null and not "null" and not "true" and not "false",
        };
        if (!fits)
            problem = new($"`{text}` is not a `!!{scalar.Tag}`", "put it in quotes, without the tag, if text is meant");
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

    // What some reader of YAML, 1.1 or 1.2, makes a number of although JSON does not.
    private static ScalarProblem? Meaning(string text)
    {
        if (text.Length == 0 || text[0] is not (>= '0' and <= '9' or '+' or '-' or '.'))
            return null;
        if (NotFinite.IsMatch(text))
            return new(
                $"`{text}` is not a finite number, which JSON cannot write",
                $"write `\"{text}\"` if text is meant"
            );
        string sign = text[0] == '-' ? "-" : "";
        string digits = text.TrimStart('+', '-').Replace("_", "", StringComparison.Ordinal);
        if (!Odd.IsMatch(text))
            return null;
        string? number = digits.Length > LongestMeaning ? null : sign + Decimal(digits);
        string meaning = number is null ? "a number" : $"the number {number}";
        string other =
            number is null || Octal(text, digits) is not { } octal || sign + octal == number
                ? ""
                : $", in YAML 1.1 {sign}{octal}";
        string version =
            text.Contains('_', StringComparison.Ordinal) || digits.StartsWith("0b", StringComparison.Ordinal)
                ? "in YAML 1.1"
                : "in YAML";
        return new(
            $"`{(digits.Length > LongestMeaning ? text[..LongestMeaning] + "…" : text)}` is {meaning} "
                + $"{version}{other}, and not written as JSON writes it",
            digits.Length > LongestMeaning
                ? "put it in quotes if text is meant"
                : $"write `\"{text}\"` to keep the text, or `{number}` for the number"
        );
    }

    private static string Decimal(string digits)
    {
        if (digits.StartsWith("0x", StringComparison.Ordinal))
            return BigInteger
                .Parse("0" + digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
                .ToString(CultureInfo.InvariantCulture);
        if (digits.StartsWith("0o", StringComparison.Ordinal))
            return Positional(digits[2..], 8);
        if (digits.StartsWith("0b", StringComparison.Ordinal))
            return Positional(digits[2..], 2);
        int exponent = digits.IndexOfAny(['e', 'E']);
        string mantissa = exponent < 0 ? digits : digits[..exponent];
        int dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        string whole = (dot < 0 ? mantissa : mantissa[..dot]).TrimStart('0');
        string fraction = dot < 0 ? "" : mantissa[(dot + 1)..];
        return (whole.Length == 0 ? "0" : whole)
            + (fraction.Length == 0 ? "" : "." + fraction)
            + (exponent < 0 ? "" : digits[exponent..]);
    }

    // 0123 is 83 to a reader of YAML 1.1 and 123 to one of 1.2.
    private static string? Octal(string text, string digits) =>
        text.TrimStart('+', '-') is ['0', _, ..] && digits.AsSpan().IndexOfAnyExceptInRange('0', '7') < 0
            ? Positional(digits, 8)
            : null;

    private static string Positional(string digits, int radix) =>
        digits
            .Aggregate(BigInteger.Zero, (sum, digit) => (sum * radix) + (digit - '0'))
            .ToString(CultureInfo.InvariantCulture);
}
