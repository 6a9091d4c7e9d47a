using System.Buffers;
using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Patterns that are legal and hardly mean what they say.</summary>
internal static class HardlyMeant
{
    private static readonly SearchValues<char> OfPatterns = SearchValues.Create(@"/\[(*+.");

    /// <summary>File globs, dots that are not escaped, quotes and addresses inside a pattern.</summary>
    public static IEnumerable<LintFinding> Patterns(LintSubject subject) =>
        from route in subject.Routes
        from part in route.Match.Parts
        from placed in part.Patterns
        let slip = PatternSlips.Of(placed.Pattern, part.Key, part.IsExcept ? null : OnlyBucket(route))
        where slip is not null
        group (route, placed, slip) by placed.Position into places
        let first = places.First()
        select LintFinding.Warning(
            Codes.LintHardlyMeant,
            first.route,
            first.placed.Position,
            string.Join("; ", first.slip.Messages),
            "write "
                + string.Join(
                    ", or ",
                    new[] { Quoted(first.slip.Meant), first.slip.Otherwise }.Where(text => text is not ("" or "`''`"))
                )
        );

    /// <summary>Patterns without quotes of which YAML takes the rest of the line for a comment.</summary>
    public static IEnumerable<LintFinding> Cut(LintSubject subject) =>
        from route in subject.Routes
        from placed in route.Match.AllPatterns
        let comment = Comment(placed, subject.LineAt)
        where comment is not null
        group (route, placed, comment) by placed.Position into places
        let first = places.First()
        select LintFinding.Warning(
            Codes.LintHardlyMeant,
            first.route,
            first.placed.Position,
            $"the pattern ends before {Quote.Value(first.comment)}, which is a comment to YAML",
            $"write {Quoted(first.placed.Pattern.Text + first.comment)}, or a blank after `#` where it is a comment"
        );

    /// <summary>Characters that YAML made of an escape in double quotes: a backspace of <c>"\bname"</c>.</summary>
    public static IEnumerable<LintFinding> Controls(LintSubject subject) =>
        from route in subject.Routes
        from placed in route.Match.AllPatterns
        let control = placed.Pattern.Text.FirstOrDefault(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r'))
        where placed.Pattern.Text.Contains(control, StringComparison.Ordinal)
        group (route, placed, control) by placed.Position into places
        let first = places.First()
        select LintFinding.Warning(
            Codes.LintHardlyMeant,
            first.route,
            first.placed.Position,
            $"the pattern has the control character U+{(int)first.control:X4}, which YAML makes of a backslash and "
                + "what follows it in double quotes",
            "write patterns in single quotes"
        );

    /// <summary>Escapes that this engine takes and RFC 9485 does not have.</summary>
    public static IEnumerable<LintFinding> Escapes(LintSubject subject) =>
        from route in subject.Routes
        from placed in route.Match.AllPatterns
        let tokens = PatternToken.Of(placed.Pattern.Text)
        let odd = tokens.SelectMany(Odd).Distinct().ToImmutableArray()
        where !odd.IsEmpty
        group (route, placed, odd, tokens) by placed.Position into places
        let first = places.First()
        select LintFinding.Warning(
            Codes.LintEscape,
            first.route,
            first.placed.Position,
            $"RFC 9485 has no escape {string.Join(", ", first.odd.Select(c => $@"`\{c}`"))}: "
                + "other engines refuse the pattern",
            $"write {Quoted(string.Concat(first.tokens.Select(WithoutOdd)))}"
        );

    // One bucket, written out.
    private static string? OnlyBucket(Route route) =>
        route.Match[MatchKeys.Bucket] is [var only] ? only.Pattern.Exact : null;

    private static string Quoted(string pattern) => $"`'{pattern.Replace("'", "''", StringComparison.Ordinal)}'`";

    // A comment begins with a blank or a word; what has no blank and looks like the end of a pattern was to be one.
    private static string? Comment(PlacedPattern placed, Func<SourcePosition, string?>? lineAt)
    {
        if (lineAt?.Invoke(placed.Position) is not { } line || placed.Position.Column > line.Length)
            return null;
        string written = line[(placed.Position.Column - 1)..];
        if (!written.StartsWith(placed.Pattern.Text, StringComparison.Ordinal))
            return null;
        string rest = written[placed.Pattern.Text.Length..].TrimEnd();
        return
            rest.TrimStart() is ['#', not ' ', ..] comment
            && rest[0] is ' '
            && !comment.Contains(' ', StringComparison.Ordinal)
            && comment.AsSpan().ContainsAny(OfPatterns)
            ? rest
            : null;
    }

    private static IEnumerable<char> Odd(PatternToken token) =>
        Escaped(token).Where(piece => piece.Length == 2 && IsOdd(piece[1])).Select(piece => piece[1]);

    private static string WithoutOdd(PatternToken token) =>
        string.Concat(Escaped(token).Select(piece => piece.Length == 2 && IsOdd(piece[1]) ? piece[1..] : piece));

    // The characters of a token, each with the backslash before it.
    private static IEnumerable<string> Escaped(PatternToken token)
    {
        for (int i = 0; i < token.Text.Length; i++)
        {
            int length = token.Text[i] == '\\' && i + 1 < token.Text.Length ? 2 : 1;
            yield return token.Text.Substring(i, length);
            i += length - 1;
        }
    }

    // RFC 9485, SingleCharEsc; the dollar is an anchor here, so that it needs its backslash.
    private static bool IsOdd(char escaped) =>
        char.IsAscii(escaped)
        && !char.IsAsciiLetterOrDigit(escaped)
        && !@"()*+-.?[\]^{|}$".Contains(escaped, StringComparison.Ordinal);
}
