using Dispatcher.Diagnostics;
using Scriban;
using Scriban.Parsing;

namespace Dispatcher.Templates.Compiling;

/// <summary>Scriban's syntax errors as problems: the one that says most in each <c>{{ }}</c>, since the others only
/// follow from it.</summary>
internal static class SyntaxProblems
{
    // What Scriban's messages have in them, and what to write instead; what stands first says most.
    private static readonly (string Part, string Hint)[] Hints =
    [
        ("else condition must be preceded", "write `{{ if … }}` or `{{ case … }}` before it"),
        ("`when` condition must be preceded", "write `{{ case … }}` before it"),
        ("literal member", "write a name that is a word of the language as [\"true\"]"),
        ("Expecting <expression>", "write a value there, such as object.name"),
        ("body of a `case`", "write `{{ when … }}` directly after `{{ case … }}`"),
        ("<end> statement was not found", "close every `if` and `case` with `{{ end }}`"),
        ("without a corresponding beginning", "take this `{{ end }}` out, or open its `if`"),
        ("dot operator", "write a name after the dot, or [\"…\"] for a name that is not an identifier"),
        ("named argument", "write the argument without its name"),
        ("closing", "close the bracket"),
        ("quote", "close the quotes"),
        ("", "write {{ name.member }}, {{ value | function argument }} or {{ if condition }}…{{ else }}…{{ end }}"),
    ];

    public static void AddTo(List<TemplateProblem> problems, string text, LogMessageBag messages)
    {
        var blocks = messages
            .Where(message => message.Type == ParserMessageType.Error)
            .Select(message => (Offset: Math.Clamp(message.Span.Start.Offset, 0, text.Length), message.Message))
            .GroupBy(error =>
                error.Offset == 0 ? -1 : text.LastIndexOf("{{", error.Offset - 1, StringComparison.Ordinal)
            );
        foreach (var block in blocks)
        {
            (int offset, string message) = block.MinBy(error => Rank(error.Message));
            problems.Add(
                new(
                    Codes.TemplateSyntax,
                    offset,
                    $"the template does not parse here: {Detail(message)}",
                    Hints[Rank(message)].Hint
                )
            );
        }
    }

    private static int Rank(string message) =>
        Array.FindIndex(Hints, hint => message.Contains(hint.Part, StringComparison.Ordinal));

    // Scriban ends some messages with an example of its own grammar, which may be outside of ours.
    private static string Detail(string message)
    {
        int prefix = message.StartsWith("Error while parsing", StringComparison.Ordinal)
            ? message.IndexOf(": ", StringComparison.Ordinal) + 2
            : 0;
        string detail = message[prefix..];
        int example = prefix > 0 ? detail.LastIndexOf(" in: ", StringComparison.Ordinal) : -1;
        if (example >= 0)
            detail = detail[..example];
        // One of its messages has a placeholder that is never filled.
        detail = detail.Replace(" `{member}`", "", StringComparison.Ordinal);
        string printable = string.Concat(detail.Select(c => char.IsControl(c) ? ' ' : c)).Trim().TrimEnd('.', ':');
        return printable.Length > 160 ? printable[..160] + "…" : printable;
    }
}
