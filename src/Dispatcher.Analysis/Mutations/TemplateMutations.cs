using Dispatcher.Templates;
using Dispatcher.Templates.Compiling;

namespace Dispatcher.Analysis.Mutations;

/// <summary>Small changes of a template: a part left out, a pipe forgotten, another group looked up.</summary>
internal static class TemplateMutations
{
    private const string Opening = "{{",
        Closing = "}}";

    /// <summary>The changed templates that parse, each with the changed part before and after.</summary>
    public static IEnumerable<(TextTemplate Changed, string Before, string After)> Of(
        TextTemplate template,
        TemplateNames names
    )
    {
        foreach ((int start, int length, string after) in Edits(template, names))
        {
            string text = template.Text[..start] + after + template.Text[(start + length)..];
            if (TextTemplate.Parse(text, names).Template is { } changed)
                yield return (changed, template.Text.Substring(start, length), after);
        }
    }

    private static IEnumerable<(int Start, int Length, string After)> Edits(TextTemplate template, TemplateNames names)
    {
        if (template.IsLiteral)
        {
            yield return (0, template.Text.Length, template.Text + "x");
            yield break;
        }

        string text = template.Text;
        for (int at = 0; at < text.Length; )
        {
            int opening = text.IndexOf(Opening, at, StringComparison.Ordinal);
            int literal = (opening < 0 ? text.Length : opening) - at;
            if (literal > 0)
                yield return (at, literal, "");
            if (opening < 0 || text.IndexOf(Closing, opening, StringComparison.Ordinal) is not (>= 0 and var closing))
                yield break;
            at = closing + Closing.Length;
            yield return (opening, at - opening, "");
            foreach ((int start, int length, string after) in InCode(template, names, opening, closing))
                yield return (start, length, after);
        }
    }

    private static IEnumerable<(int Start, int Length, string After)> InCode(
        TextTemplate template,
        TemplateNames names,
        int opening,
        int closing
    )
    {
        string code = template.Text[opening..closing];
        int pipe = code.LastIndexOf('|');
        if (pipe > 0 && code[pipe - 1] != '|')
            yield return (opening + pipe, code.Length - pipe, " ");
        foreach (
            TemplateReference reference in template.References.Where(reference =>
                reference.Offset >= opening && reference.Offset < closing
            )
        )
        {
            string written = $"groups.{reference.Member}";
            if (
                reference.Root != "groups"
                || !template.Text.AsSpan(reference.Offset).StartsWith(written, StringComparison.Ordinal)
            )
                continue;
            foreach (
                string other in names
                    .Groups.Where(group => group != reference.Member && !char.IsAsciiDigit(group[0]))
                    .Order(StringComparer.Ordinal)
            )
                yield return (reference.Offset, written.Length, $"groups.{other}");
        }
    }
}
