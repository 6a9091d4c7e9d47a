using System.Collections.Immutable;
using System.Text;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>What in an expression hardly means what its author meant, and the expression that would.</summary>
/// <param name="Messages">What is odd, one phrase each.</param>
/// <param name="Meant">The expression to write; empty when only its author can know.</param>
/// <param name="Otherwise">What to write where the odd thing is meant; empty when it never is.</param>
internal sealed record PatternSlip(ImmutableArray<string> Messages, string Meant, string Otherwise);

/// <summary>Finds such expressions: file globs, dots that are not escaped, quotes, addresses.</summary>
internal static class PatternSlips
{
    private static readonly ImmutableArray<string> Extensions =
    [
        .. "avro bz2 csv ctl dat gz html jpg json jsonl jsonlines".Split(' '),
        .. "log lz4 md5 ndjson ok orc parquet pdf png sha256".Split(' '),
        .. "snappy sql tar tgz tsv txt xls xlsx xml yaml yml zip zst".Split(' '),
    ];

    /// <summary>What is odd in the expression, or null.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="key">What it is over.</param>
    /// <param name="bucket">The one bucket that the route takes, where there is one.</param>
    public static PatternSlip? Of(Pattern pattern, MatchKey key, string? bucket)
    {
        var messages = ImmutableArray.CreateBuilder<string>();
        string otherwise = "";
        string text = pattern.Text;
        text = Unquoted(text, messages);
        text = PatternAddresses.Without(text, key, messages, ref otherwise);
        if (key == MatchKeys.Object)
        {
            text = WithoutFront(text, bucket, messages, ref otherwise);
            text = PatternPlaceholders.Without(text, messages, ref otherwise);
        }

        text = WithoutGlob(text, messages, ref otherwise);
        text = WithDots(text, messages);
        return messages.Count == 0 || Pattern.Parse(text).Pattern is null
            ? null
            : new PatternSlip(messages.DrainToImmutable(), text, otherwise);
    }

    private static string Unquoted(string text, ImmutableArray<string>.Builder messages)
    {
        string inner = text is ['r' or 'R', ..] ? text[1..] : text;
        if (inner.Length < 3 || inner[0] is not ('\'' or '"') || inner[^1] != inner[0])
            return text;
        messages.Add(
            inner.Length < text.Length
                ? $"`{text[..2]}…{inner[0]}` is a text of Python; here the quotes are part of the pattern"
                : $"the quotes `{inner[0]}…{inner[0]}` are part of the pattern"
        );
        return inner[1..^1];
    }

    private static string WithoutFront(
        string text,
        string? bucket,
        ImmutableArray<string>.Builder messages,
        ref string otherwise
    )
    {
        string options = text.StartsWith("(?i)", StringComparison.Ordinal) ? "(?i)" : "";
        string rest = text[options.Length..].TrimStart('^');
        string name = rest.StartsWith(@"\/", StringComparison.Ordinal) ? rest[1..] : rest;
        if (name is ['.', '/', _, ..])
        {
            messages.Add("`./` at the start is any character and a slash, and an object name hardly begins with `./`");
            otherwise = @"`\./` at the start where it does";
            name = rest = name[2..];
        }

        if (name is ['/', not ('*' or '?' or '{' or '+'), ..])
        {
            messages.Add("an object name hardly begins with a slash");
            otherwise = "`(?:/)` at the start where it does";
            name = rest = name.TrimStart('/');
        }

        if (
            bucket is not null
            && name.StartsWith(bucket + "/", StringComparison.Ordinal)
            && name.Length > bucket.Length + 1
        )
        {
            messages.Add($"an object name does not have the bucket's name `{bucket}` in front");
            otherwise = $"`(?:{bucket})/…` for a folder of that name";
            rest = name[(bucket.Length + 1)..];
        }

        return messages.Count == 0 ? text : options + rest;
    }

    private static string WithoutGlob(string text, ImmutableArray<string>.Builder messages, ref string otherwise)
    {
        ImmutableArray<PatternToken> tokens = PatternToken.Of(text);
        string? glob = Glob.AsPattern(text);
        var meant = new StringBuilder();
        string? first = null;
        bool any = false;
        for (int i = 0; i < tokens.Length; i++)
        {
            bool star = i > 0 && tokens[i].Text == "*" && IsGlobStar(tokens, i);
            bool one = i > 0 && tokens[i].Text == "?" && IsGlobMark(tokens, i);
            if (first is null && (star || one))
                (first, any) = (tokens[i - 1].Text[^1..], star);
            meant.Append(
                star ? "[^/]*"
                : one ? "[^/]"
                : tokens[i].Text
            );
        }

        if (first is null)
            return text;
        messages.Add(
            any
                ? $"`{first}*` repeats `{first}`: a pattern is not a file glob, where `*` is any text without a slash"
                : $"`{first}?` is `{first}` or nothing: a pattern is not a file glob, where `?` is any one character"
        );
        otherwise = any ? $"`{first}{{0,}}` where the repetition is meant" : $"`{first}{{0,1}}` where that is meant";
        return glob ?? meant.ToString();
    }

    // Behind a slash always; behind another character where an author of globs would end a word.
    private static bool IsGlobStar(ImmutableArray<PatternToken> tokens, int star)
    {
        PatternToken repeated = tokens[star - 1];
        if (repeated.Text is "/" or @"\/" || repeated.Text.StartsWith("[!", StringComparison.Ordinal))
            return true;
        if (
            repeated.Kind != PatternTokenKind.Character
            || !(char.IsAsciiLetter(repeated.Text[0]) || repeated.Text is "-" or "_")
        )
            return false;
        return star + 1 == tokens.Length || tokens[star + 1].Text is "." or @"\." or "/" or "-" or "_" or "$";
    }

    // Between a slash and a dot there is a name; that the slash may be missing is hardly meant there.
    private static bool IsGlobMark(ImmutableArray<PatternToken> tokens, int mark) =>
        tokens[mark - 1].Text is "/" or @"\/" && mark + 1 < tokens.Length && tokens[mark + 1].Text is "." or @"\.";

    private static string WithDots(string text, ImmutableArray<string>.Builder messages)
    {
        ImmutableArray<PatternToken> tokens = PatternToken.Of(text);
        var meant = new StringBuilder();
        string? before = null;
        for (int i = 0; i < tokens.Length; i++)
        {
            string? follower = tokens[i].Kind == PatternTokenKind.Any ? Followed(tokens, i) : null;
            before ??= follower;
            meant.Append(follower is null ? tokens[i].Text : @"\.");
        }

        if (before is null)
            return text;
        messages.Add($"`.` before `{before}` is any character");
        return meant.ToString();
    }

    // The extension or digit before which a dot is one, or null.
    private static string? Followed(ImmutableArray<PatternToken> tokens, int dot)
    {
        int at = dot + 1;
        bool group = at < tokens.Length && tokens[at].Kind == PatternTokenKind.Open;
        if (group)
            at++;
        int end = at;
        while (
            end < tokens.Length
            && tokens[end].Kind == PatternTokenKind.Character
            && char.IsAsciiLetterOrDigit(tokens[end].Text[0])
        )
            end++;
        string word = string.Concat(tokens.Skip(at).Take(end - at).Select(token => token.Text));
        bool ends =
            end == tokens.Length
            || tokens[end].Kind
                is PatternTokenKind.Close
                    or PatternTokenKind.Bar
                    or PatternTokenKind.Any
                    or PatternTokenKind.Mark
            || tokens[end].Text is @"\." or "?";
        if (ends && Extensions.Contains(word.ToLowerInvariant()))
            return word;
        return !group && dot > 0 && word.Length > 0 && IsDigit(tokens[dot - 1]) && char.IsAsciiDigit(word[0])
            ? word[..1]
            : null;
    }

    private static bool IsDigit(PatternToken token) =>
        token.Kind == PatternTokenKind.Character && char.IsAsciiDigit(token.Text[0]);
}
