using Dispatcher.Diagnostics;
using Scriban;
using Scriban.Parsing;

namespace Dispatcher.Templates.Compiling;

/// <summary>Scriban's syntax errors as problems: the one that says most in each <c>{{ }}</c>, since the others only
/// follow from it. Scriban's own words speak of its grammar, of which ours is a part, and are never shown.</summary>
internal static class SyntaxProblems
{
    // A part of what Scriban says, what is wrong in words of our own, and what to write; what stands first says most.
    private static readonly (string Part, string Message, string Hint)[] Known =
    [
        (
            "else condition must be preceded",
            "`else` has no `if` or `case` before it",
            "write `{{ if … }}` or `{{ case … }}` before it"
        ),
        ("`when` condition must be preceded", "`when` has no `case` before it", "write `{{ case … }}` before it"),
        (
            "literal member",
            "a word of the language stands where the name of a member is wanted",
            "write a name that is a word of the language as [\"true\"]"
        ),
        ("Expecting <expression>", "a value is missing", "write a value there, such as object.name"),
        (
            "Expecting an <expression>",
            "an operator has no value behind it",
            "write a value there, such as object.name, or take the operator out"
        ),
        (
            "body of a `case`",
            "`case` has no `when` directly behind it",
            "write `{{ when … }}` directly after `{{ case … }}`"
        ),
        (
            "<end> statement was not found",
            "an `if` or `case` is never closed",
            "close every `if` and `case` with `{{ end }}`"
        ),
        ("without a corresponding beginning", "`end` closes nothing", "take this `{{ end }}` out, or open its `if`"),
        (
            "dot operator",
            "no name follows the dot",
            "write a name after the dot, or [\"…\"] for a name that is not an identifier"
        ),
        ("named argument", "an argument has a name", "write the argument without its name"),
        ("closing", "a bracket is never closed", "close the bracket"),
        ("quote", "a text in quotes is never closed", "close the quotes"),
        (
            "",
            "it cannot be read on",
            "write {{ name.member }}, {{ value | function argument }} or {{ if condition }}…{{ else }}…{{ end }}"
        ),
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
            (int offset, int rank) = block
                .Select(error => (error.Offset, Rank(error.Message)))
                .MinBy(error => error.Item2);
            (string message, string hint) = Braces(text, block.Key) ?? (Known[rank].Message, Known[rank].Hint);
            problems.Add(new(Codes.TemplateSyntax, offset, $"the template does not parse here: {message}", hint));
        }
    }

    // As other template languages open a block.
    private static (string Message, string Hint)? Braces(string text, int opening) =>
        opening < 0 ? null
        : opening > 0 && text[opening - 1] == '{'
            ? (
                "three braces open no block",
                "write two, `{{ object.name }}`, with a blank between them and a brace that is text"
            )
        : text.AsSpan(opening + 2) is ['=' or '#' or '&' or '%' or '@' or '>' or '!', ..]
            ? ($"`{{{{{text[opening + 2]}` opens no block", "write {{ object.name }}")
        : null;

    private static int Rank(string message) =>
        Array.FindIndex(Known, known => message.Contains(known.Part, StringComparison.Ordinal));
}
