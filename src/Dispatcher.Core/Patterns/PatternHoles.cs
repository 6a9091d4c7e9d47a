using System.Collections.Immutable;
using System.Text;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns;

/// <summary><c>{{ config.KEY }}</c> in a pattern.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">Its length.</param>
/// <param name="Key">The key; null where the text between the braces is anything else, or where it stands in a
/// class.</param>
internal readonly record struct PatternHole(int Offset, int Length, string? Key);

/// <summary>Finds and fills the places of a pattern that stand for values of the configuration.</summary>
/// <remarks>routes-v1, "match": the value stands for itself, literally; without a value it is any text.</remarks>
internal static class PatternHoles
{
    private const string Open = "{{",
        Close = "}}",
        Root = "config.";

    /// <summary>Every <c>{{</c> that is not escaped.</summary>
    public static ImmutableArray<PatternHole> In(string text)
    {
        if (!text.Contains(Open, StringComparison.Ordinal))
            return [];
        var holes = ImmutableArray.CreateBuilder<PatternHole>();
        bool inClass = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (string.CompareOrdinal(text, i, Open, 0, Open.Length) == 0)
            {
                int end = text.IndexOf(Close, i, StringComparison.Ordinal),
                    length = end < 0 ? Open.Length : end + Close.Length - i;
                holes.Add(new PatternHole(i, length, end < 0 || inClass ? null : KeyOf(text[(i + 2)..end].Trim())));
                i += length - 1;
            }
            else
            {
                inClass = inClass ? text[i] != ']' : text[i] == '[';
            }
        }

        return holes.DrainToImmutable();
    }

    /// <summary>The pattern with the values in it.</summary>
    /// <param name="text">The pattern as written; every hole of it names a key.</param>
    /// <param name="find">The value of a key; null where it is not known.</param>
    public static string Filled(string text, Func<string, string?> find)
    {
        var filled = new StringBuilder();
        int from = 0;
        foreach (PatternHole hole in In(text))
        {
            int end = hole.Offset + hole.Length;
            string value = find(hole.Key!) is { } known ? LiteralPattern.Escaped(known) : ".+";
            bool isRepeated =
                end < text.Length
                && (
                    text[end] is '*' or '+' or '?'
                    || (text[end] == '{' && !text[end..].StartsWith(Open, StringComparison.Ordinal))
                );
            filled.Append(text, from, hole.Offset - from).Append(isRepeated ? $"(?:{value})" : value);
            from = end;
        }

        return filled.Append(text, from, text.Length - from).ToString();
    }

    private static string? KeyOf(string inside)
    {
        if (!inside.StartsWith(Root, StringComparison.Ordinal))
            return null;
        string key = inside[Root.Length..];
        return key.Length > 0 && !char.IsAsciiDigit(key[0]) && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? key
            : null;
    }
}
