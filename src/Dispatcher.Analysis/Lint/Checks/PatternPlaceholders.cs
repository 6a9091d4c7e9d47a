using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Signs in an expression over object names that mean something elsewhere and stand for themselves here:
/// <c>%20</c>, <c>%Y</c>, <c>YYYYMMDD</c>, <c>&lt;day&gt;</c>.</summary>
internal static partial class PatternPlaceholders
{
    private const StringComparison IgnoringCase = StringComparison.OrdinalIgnoreCase;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The expression with what they mean.</summary>
    public static string Without(string text, ImmutableArray<string>.Builder messages, ref string otherwise)
    {
        // Inside of a class and behind a backslash each character stands for itself anyway.
        ImmutableArray<PatternToken> tokens = PatternToken.Of(text);
        var plain = new StringBuilder(text);
        foreach (PatternToken token in tokens)
        {
            if (token.Kind is PatternTokenKind.Class or PatternTokenKind.Escape or PatternTokenKind.Open)
                plain.Remove(token.Start, token.Text.Length).Insert(token.Start, new string('\0', token.Text.Length));
        }

        bool hasYear = Letters().Matches(plain.ToString()).Any(run => run.Value.Contains("YYYY", IgnoringCase));
        string? encoded = null,
            letter = null,
            name = null;
        var meant = new StringBuilder();
        int from = 0;
        foreach (Match found in Signs().Matches(plain.ToString()))
        {
            string? instead = null;
            if (found.Groups["bytes"].Success && Decoded(found.Value) is { } decoded)
            {
                encoded ??= found.Value;
                instead = decoded;
            }
            else if (
                DateLetters().Match(found.Value) is { Success: true, Length: var length }
                && length == found.Length
            )
            {
                letter ??= found.Value[..2];
                instead = string.Concat(found.Value.Split('%').Skip(1).Select(part => OfLetter(part[0]) + part[1..]));
            }
            else if (found.Groups["name"].Success)
            {
                name ??= found.Value;
                instead = $"(?{found.Value}[^/]+)";
            }
            else if (found.Groups["letters"].Success && hasYear)
            {
                letter ??= found.Value;
                instead = OfLetters(found.Value);
            }

            if (instead is null)
                continue;
            meant.Append(text, from, found.Index - from).Append(instead);
            from = found.Index + found.Length;
        }

        if (encoded is not null)
        {
            messages.Add($"`{encoded}` stands for itself: the names in events are not percent-encoded");
            otherwise = $"`[%]{encoded[1..]}` where the name has it";
        }

        if (letter is not null)
            messages.Add($"`{letter}` stands for itself: a pattern has no letters for dates");
        if (name is not null)
            messages.Add($"`{name}` stands for itself: a part with a name is `(?{name}…)`");
        return meant.Append(text, from, text.Length - from).ToString();
    }

    // Of `%C3%A9`, as a pattern; null where the bytes are not UTF-8 of what prints.
    private static string? Decoded(string encoded)
    {
        try
        {
            string text = Strict.GetString(Convert.FromHexString(encoded.Replace("%", "", StringComparison.Ordinal)));
            return text.Any(char.IsControl) ? null : LiteralPattern.Escaped(text);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string OfLetter(char letter) =>
        letter switch
        {
            'Y' => @"\d{4}",
            'F' => @"\d{4}-\d{2}-\d{2}",
            'j' => @"\d{3}",
            _ => @"\d{2}",
        };

    private static string OfLetters(string letters) =>
        Letter()
            .Replace(letters, run =>
                run.Value is "T" or "Z"
                    ? run.Value
                    : string.Create(CultureInfo.InvariantCulture, $@"\d{{{run.Length}}}")
            );

    [GeneratedRegex(
        "(?<bytes>(?:%[0-9A-Fa-f]{2})+)|(?:%[YmdHMSyjF])+|(?<name><[A-Za-z_][A-Za-z0-9_]*>)"
            + "|(?<![A-Za-z])(?<letters>(?:YYYY|yyyy|YY|yy|MM|DD|dd|HH|hh|mm|SS|ss|T|Z)+)(?![A-Za-z])",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Signs();

    // `%d%d` is two letters, although `%dd` could be a byte.
    [GeneratedRegex("(?:%[YmdHMSyjF][0-9A-Fa-f]?)+", RegexOptions.CultureInvariant)]
    private static partial Regex DateLetters();

    [GeneratedRegex("(?<![A-Za-z])(?:YYYY|yyyy|YY|yy|MM|DD|dd|HH|hh|mm|SS|ss|T|Z)+(?![A-Za-z])")]
    private static partial Regex Letters();

    [GeneratedRegex("YYYY|yyyy|YY|yy|MM|DD|dd|HH|hh|mm|SS|ss|T|Z", RegexOptions.CultureInvariant)]
    private static partial Regex Letter();
}
