using System.Collections.Immutable;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Templates.Compiling;

/// <summary>The shape of nearly every template: text, <c>{{ root.member }}</c> and <c>{{ config.key ?? 'text' }}</c>.
/// It is read without Scriban's parser, which makes a cold start over thousands of templates cheap; everything else,
/// and everything that is wrong, goes the long way and is reported there.</summary>
internal static class PlainTemplate
{
    /// <summary>What the text does, or null where the text has any other shape or names anything unknown.</summary>
    public static CompiledTemplate? TryParse(string text, TemplateNames names)
    {
        if (text.Length > TemplateLimits.TextLength || text.Contains("{%", StringComparison.Ordinal))
            return null;
        var statements = ImmutableArray.CreateBuilder<Statement>();
        var references = ImmutableArray.CreateBuilder<TemplateReference>();
        int at = 0;
        while (at < text.Length)
        {
            int open = text.IndexOf("{{", at, StringComparison.Ordinal);
            int end = open < 0 ? text.Length : open;
            if (end > at)
            {
                string literal = text[at..end];
                if (LiteralCheck.ControlCharacterIn(literal) >= 0)
                    return null;
                statements.Add(new LiteralText(literal));
            }

            if (open < 0)
                break;
            at = open + 2;
            if (!TryReadLookup(text, ref at, names, statements, references))
                return null;
        }

        return new(statements.ToImmutable(), references.ToImmutable(), []);
    }

    private static bool TryReadLookup(
        string text,
        ref int at,
        TemplateNames names,
        ImmutableArray<Statement>.Builder statements,
        ImmutableArray<TemplateReference>.Builder references
    )
    {
        SkipSpaces(text, ref at);
        int start = at;
        string root = ReadName(text, ref at);
        if (root.Length == 0 || at == text.Length || text[at++] != '.')
            return false;
        string member = ReadName(text, ref at);
        int end = at;
        SkipSpaces(text, ref at);
        string? otherwise = null;
        if (text.AsSpan(at).StartsWith("??") && (otherwise = ReadText(text, ref at)) is not null)
        {
            end = at;
            SkipSpaces(text, ref at);
        }

        // These five words are no names to Scriban, not even after a dot.
        if (
            member is "" or "null" or "true" or "false" or "this" or "do"
            || !text.AsSpan(at).StartsWith("}}")
            || Roots.Find(root, member, names, optional: otherwise is not null) is not { } lookup
        )
            return false;
        // What has no text, or has a default that is never used, is reported the long way.
        if (otherwise is not null)
        {
            if (lookup is not OpenLookup { Type.MayBeMissing: true })
                return false;
            lookup = new Coalesce(lookup, new Constant(otherwise));
        }
        else if ((lookup.Type.Values & ~Kinds.Printable) != 0)
            return false;

        at += 2;
        statements.Add(new Output(ExpressionCompiler.AsText(lookup), text[start..end]));
        references.Add(
            new(root, member, Optional: otherwise is not null, start)
            {
                MayBeMissing = root == OpenRoot.Groups.Name && names.MayBeMissing(member),
            }
        );
        return true;
    }

    // `?? 'text'`, of characters that mean themselves; null where it is anything else.
    private static string? ReadText(string text, ref int at)
    {
        int open = at + 2;
        SkipSpaces(text, ref open);
        if (open >= text.Length || text[open] is not ('\'' or '"'))
            return null;
        int close = text.IndexOf(text[open], open + 1);
        if (close < 0)
            return null;
        foreach (char c in text.AsSpan(open + 1, close - open - 1))
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not (' ' or '-' or '_' or '.' or '/'))
                return null;
        }

        at = close + 1;
        return text[(open + 1)..close];
    }

    private static void SkipSpaces(string text, ref int at)
    {
        while (at < text.Length && text[at] == ' ')
            at++;
    }

    private static string ReadName(string text, ref int at)
    {
        int start = at;
        while (
            at < text.Length
            && (char.IsAsciiLetter(text[at]) || text[at] == '_' || (at > start && char.IsAsciiDigit(text[at])))
        )
            at++;
        return text[start..at];
    }
}

/// <summary>What a template's own text must not have.</summary>
internal static class LiteralCheck
{
    /// <summary>The first control character, which every rendering would be refused for; -1 where there is
    /// none.</summary>
    public static int ControlCharacterIn(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
                return i;
        }

        return -1;
    }
}
