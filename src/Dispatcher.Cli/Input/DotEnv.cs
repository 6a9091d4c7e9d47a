using System.Collections.Immutable;
using System.Text;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Input;

/// <summary>A key and its value in a file of <c>KEY=VALUE</c> lines, or what is wrong with the line.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Key">The key; null with a problem.</param>
/// <param name="Value">The value.</param>
/// <param name="Problem">What is wrong, and what to write; null with a key.</param>
internal readonly record struct DotEnvLine(int Line, string? Key, string Value, string? Problem);

/// <summary>Reads <c>KEY=VALUE</c> lines as dotenv files are read.</summary>
/// <remarks>cli-v1, "Common options". A key may have <c>export</c> before it. In single quotes everything stands for
/// itself; in double quotes <c>\n \r \t \" \\ \$</c> are escapes; both may span lines. Without quotes a value ends at
/// <c> #</c> and has no blanks at its ends. Nothing is expanded.</remarks>
internal static class DotEnv
{
    /// <summary>The lines that say something.</summary>
    public static IEnumerable<DotEnvLine> Read(ImmutableArray<string> lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (!SaysSomething(lines[i]))
                continue;
            int number = i + 1;
            yield return ReadPair(lines, ref i) is { } pair ? pair with { Line = number } : default;
        }
    }

    /// <summary>Whether a line is neither blank nor a comment.</summary>
    public static bool SaysSomething(string line) => line.AsSpan().TrimStart() is not [] and not ['#', ..];

    private static DotEnvLine ReadPair(ImmutableArray<string> lines, ref int at)
    {
        string line = lines[at];
        int equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            return Wrong($"{Quote.Value(line)} is not KEY=VALUE; write KEY=VALUE, or `#` before a comment");
        string key = line[..equals].Trim();
        if (key.StartsWith("export", StringComparison.Ordinal) && key.Length > 6 && char.IsWhiteSpace(key[6]))
            key = key[6..].TrimStart();
        string written = line[(equals + 1)..].TrimStart();
        if (written is not ['\'' or '"', ..])
            return new DotEnvLine(0, key, Plain(written), null);

        char quote = written[0];
        var value = new StringBuilder();
        string rest = written[1..];
        int first = at;
        while (!Take(ref rest, quote, value))
        {
            if (++at == lines.Length)
            {
                at = first;
                return Wrong(
                    $"the value of {Quote.Value(key)} begins with {quote} and has no {quote} at its end; "
                        + "close it, or write the value without quotes"
                );
            }

            value.Append('\n');
            rest = lines[at];
        }

        return SaysSomething(rest)
            ? Wrong(
                $"{Quote.Value(rest.Trim())} follows the quoted value of {Quote.Value(key)}; "
                    + "remove it, or put the whole value in quotes"
            )
            : new DotEnvLine(0, key, value.ToString(), null);
    }

    private static DotEnvLine Wrong(string problem) => new(0, null, "", problem);

    private static string Plain(string written)
    {
        if (written is ['#', ..])
            return "";
        for (int i = 1; i < written.Length; i++)
        {
            if (written[i] == '#' && char.IsWhiteSpace(written[i - 1]))
                return written[..i].Trim();
        }

        return written.Trim();
    }

    // Takes a line of a quoted value; true at its closing quote, with what follows it left over.
    private static bool Take(ref string rest, char quote, StringBuilder value)
    {
        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i] == quote)
            {
                rest = rest[(i + 1)..];
                return true;
            }

            if (quote == '"' && rest[i] == '\\' && i + 1 < rest.Length && Escaped(rest[i + 1]) is { } escaped)
            {
                value.Append(escaped);
                i++;
            }
            else
            {
                value.Append(rest[i]);
            }
        }

        return false;
    }

    private static char? Escaped(char letter) =>
        letter switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '"' or '\\' or '$' => letter,
            _ => null,
        };
}
