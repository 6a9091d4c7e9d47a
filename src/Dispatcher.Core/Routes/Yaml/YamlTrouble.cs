using System.Text;
using Dispatcher.Diagnostics;
using Dispatcher.Patterns.Syntax;
using YamlDotNet.Core;

namespace Dispatcher.Routes.Yaml;

/// <summary>Says what is wrong with a text that the YAML library refuses, and what to write. The library's own words
/// speak of its scanner, and are never shown.</summary>
internal static class YamlTrouble
{
    private const string PutInQuotes =
        "put a text with such characters in quotes: patterns in single ones, templates in double ones";

    private const int MostShown = 200;
    private const string YamlEscapes = "0abt\tnvfre \"/\\N_LPxuU";

    private static readonly string[] MappingReasons =
    [
        "invalid mapping",
        "apping values are not allowed",
        "found invalid value",
    ];

    // A part of what the library says, what is wrong, and what to write.
    private static readonly (string Part, string Message, string Hint)[] Known =
    [
        (
            "quoted scalar",
            "the quote that opens here is never closed",
            "close it, or write the quote twice inside the text"
        ),
        ("invalid mapping", "a text without quotes has `: ` in it", PutInQuotes),
        ("Mapping values are not allowed", "a text without quotes has `: ` in it", PutInQuotes),
        ("found invalid value", "a text without quotes has `: ` in it", PutInQuotes),
        (
            "could not find expected ':'",
            "a key has no `:` behind it",
            "write `key: value`, and a blank behind the colon"
        ),
        (
            "sequence entries are not allowed",
            "a list cannot begin here",
            "write `- ` on a line of its own, indented below its key"
        ),
        ("cannot start any token", "no text without quotes begins with this character", PutInQuotes),
        (
            "flow sequence",
            "the list in brackets that is open here is not closed",
            "close it with `]`, or " + PutInQuotes
        ),
        ("flow mapping", "the map in braces that is open here is not closed", "close it with `}`, or " + PutInQuotes),
        (
            "extra spaces in first line",
            "the text behind `|` or `>` begins with a line of blanks",
            "take the blanks of that line away"
        ),
        (
            "block scalar",
            "the text behind `|` or `>` does not begin on a line of its own",
            "indent its lines below the key"
        ),
        ("anchor or alias", "`&` and `*` begin an anchor and its use, and no name follows", PutInQuotes),
        ("an anchor", "`&` begins an anchor, and no name follows", PutInQuotes),
        ("an alias", "`*` begins the use of an anchor, and no name follows", PutInQuotes),
        ("tag", "`!` begins a tag, which route files do not have", PutInQuotes),
        ("directive", "`%` begins a directive, which route files do not have", PutInQuotes),
    ];

    /// <summary>A line that is indented by a tab.</summary>
    public static Diagnostic Tab(SourcePosition position) =>
        new(
            Codes.YamlSyntax,
            Severity.Error,
            position,
            "this is not YAML: a line is indented by a tab",
            "indent by spaces"
        );

    /// <summary>What is wrong, and what to write.</summary>
    /// <param name="reason">What the library says.</param>
    /// <param name="text">The file.</param>
    /// <param name="at">Where.</param>
    public static (string Message, string Hint) Words(string reason, string text, Mark at)
    {
        ReadOnlySpan<char> line = LineAt(text, at.Line);
        int column = (int)Math.Clamp(at.Column - 1, 0, line.Length);
        // Inside braces the library reads a text with an anchor in the last place only.
        if (reason.Contains("flow mapping", StringComparison.Ordinal) && line.Contains(" &", StringComparison.Ordinal))
            return (
                "an anchor (`&`) is not read everywhere inside braces",
                "write the map without braces, a key on each line"
            );
        if (
            reason.Contains("expected key", StringComparison.Ordinal)
            || reason.Contains("'-' indicator", StringComparison.Ordinal)
        )
        {
            if (!line.Contains(':') && !line.TrimStart().StartsWith("-"))
                return ("a key has no `:` behind it", "write `key: value`, and a blank behind the colon");
            return column > 0 && line[column - 1] is ']' or '}' or '"' or '\''
                ? (
                    $"text follows the `{line[column - 1]}` that ends a value",
                    "put the whole value in quotes; inside single quotes a quote is written twice"
                )
                : (
                    "this line's indentation is that of no map or list above",
                    "indent the keys of one map, and the `-` of one list, equally"
                );
        }

        if (
            reason.Contains("escape", StringComparison.Ordinal)
            || reason.Contains("hexadecimal", StringComparison.Ordinal)
        )
            return Escape(line[column..]);
        if (column < line.Length && line[column] == '*' && reason.Contains("alias", StringComparison.Ordinal))
            return (
                "`*` without quotes begins the use of an anchor, and no name follows",
                "put a text in quotes; the pattern that takes any text is '.*'"
            );
        if (
            (KeyWithoutBlank(line) ?? KeyWithoutBlank(LineAt(text, at.Line - 1))) is { } meant
            && MappingReasons.Any(part => reason.Contains(part, StringComparison.Ordinal))
        )
            return ("a key's colon has no blank behind it", $"write `{Quote.Line(meant)}`");
        foreach ((string part, string message, string hint) in Known)
        {
            if (reason.Contains(part, StringComparison.Ordinal))
                return (message, hint);
        }

        return ("it cannot be read on from here", "check the indentation and the quotes here and on the line before");
    }

    // A text in double quotes with a backslash that YAML cannot read: in single quotes a backslash is itself.
    private static (string Message, string Hint) Escape(ReadOnlySpan<char> written)
    {
        const string Hint = "write the text in single quotes, where a backslash stands for itself";
        var own = new StringBuilder();
        char? first = null;
        int i = 1;
        for (; i < written.Length && written[i] != '"' && own.Length < MostShown; i++)
        {
            if (written[i] == '\\' && i + 1 < written.Length)
            {
                i++;
                if (written[i] is not ('\\' or '"'))
                    own.Append('\\');
                if (first is null && (!YamlEscapes.Contains(written[i]) || written[i] is 'x' or 'u' or 'U'))
                    first = written[i];
            }

            own.Append(written[i] == '\'' ? "''" : written.Slice(i, 1));
        }

        string message = first switch
        {
            'x' or 'u' or 'U' => $@"`\{first}` in double quotes needs hexadecimal digits behind it",
            { } escaped => $@"YAML has no escape `\{Quote.Line(escaped.ToString())}` in double quotes",
            null => "a backslash in double quotes begins an escape of YAML that it does not have",
        };
        // A text that ends on a later line, or a long one, is not shown.
        bool isWhole = first is not null && i < written.Length && written[i] == '"' && written[0] == '"';
        return (message, isWhole ? $"write the text in single quotes: '{Quote.Line(own.ToString())}'" : Hint);
    }

    /// <summary>A use of an anchor that is not set: often a text that was to begin with an asterisk.</summary>
    public static (string Message, string Hint) UnknownAlias(string name, string text, Mark at)
    {
        string message =
            $"`*{Quote.Line(name)}` without quotes uses an anchor of YAML, and none of that name is set before it";
        ReadOnlySpan<char> line = LineAt(text, at.Line);
        if (line.TrimStart().StartsWith("<<"))
            return (
                "YAML merge keys (`<<`) are not taken",
                "what routes share goes into `defaults`, where it is merged key by key"
            );
        string written = line[(int)Math.Clamp(at.Column - 1, 0, line.Length)..].ToString().Split(' ', ',', '}', ']')[0];
        return Glob.AsPattern(written) is { } pattern && !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? (message, $"put text in quotes; and a pattern is not a file glob: write '{pattern}'")
            : (message, $"set `&{Quote.Line(name)}` where the value first stands, or put text in quotes");
    }

    /// <summary>The line of a template without quotes, with its quotes: <c>INPUT: "{{ object.name }}"</c>.</summary>
    public static string QuotedTemplate(string text, Mark at)
    {
        ReadOnlySpan<char> line = LineAt(text, at.Line);
        int column = (int)Math.Clamp(at.Column - 1, 0, line.Length);
        int begin = line[..Math.Min(column + 2, line.Length)].LastIndexOf("{{");
        int end = begin < 0 ? -1 : line[begin..].IndexOf("}}");
        if (end < 0)
            return "\"{{ … }}\"";
        ReadOnlySpan<char> before = line[..begin];
        bool inBraces = before.ContainsAny('{', '[');
        // What stands behind the template belongs to the text, but for what ends the braces around it.
        ReadOnlySpan<char> value = inBraces ? line.Slice(begin, end + 2) : line[begin..].TrimEnd();
        int key = before.LastIndexOfAny('{', ',', '[');
        string name = before[(key + 1)..].Trim().ToString().TrimStart('-').TrimStart();
        char quote = value.Contains('"') ? '\'' : '"';
        return Quote.Line($"{name}{(name.Length == 0 ? "" : " ")}{quote}{value}{quote}");
    }

    // `name:a` as `name: a`; null for any other line. An address has a colon without a blank, too.
    private static string? KeyWithoutBlank(ReadOnlySpan<char> line)
    {
        string entry = line.Trim().ToString();
        if (entry.StartsWith("- ", StringComparison.Ordinal))
            entry = entry[2..].TrimStart();
        int colon = entry.IndexOf(':', StringComparison.Ordinal);
        return
            colon > 0
            && colon + 1 < entry.Length
            && entry[colon + 1] is not (' ' or '/')
            && entry[..colon].All(c => char.IsAsciiLetter(c) || c == '_')
            ? $"{entry[..colon]}: {entry[(colon + 1)..]}"
            : null;
    }

    private static ReadOnlySpan<char> LineAt(string text, long number)
    {
        long line = 0;
        foreach (ReadOnlySpan<char> written in text.AsSpan().EnumerateLines())
        {
            if (++line == number)
                return written;
        }

        return [];
    }
}
