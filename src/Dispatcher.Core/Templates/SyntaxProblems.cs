using Dispatcher.Diagnostics;
using Scriban;
using Scriban.Parsing;

namespace Dispatcher.Templates;

/// <summary>Scriban's syntax errors as problems: the first in each <c>{{ }}</c>, since the others only follow from it.</summary>
internal static class SyntaxProblems
{
    public static void AddTo(List<TemplateProblem> problems, string text, LogMessageBag messages)
    {
        var blocks = new HashSet<int>();
        foreach (LogMessage message in messages)
        {
            int offset = Math.Clamp(message.Span.Start.Offset, 0, text.Length);
            int block = offset == 0 ? -1 : text.LastIndexOf("{{", offset - 1, StringComparison.Ordinal);
            if (message.Type == ParserMessageType.Error && blocks.Add(block))
                problems.Add(new(Codes.TemplateSyntax, offset, $"the template does not parse here: {Detail(message.Message)}", Hint(message.Message)));
        }

        if (problems.Count == 0)
            problems.Add(new(Codes.TemplateSyntax, 0, "the template does not parse", Hint("")));
    }

    // Scriban ends some messages with an example of its own grammar, which may be outside of ours.
    private static string Detail(string message)
    {
        int prefix = message.StartsWith("Error while parsing", StringComparison.Ordinal) ? message.IndexOf(": ", StringComparison.Ordinal) + 2 : 0;
        string detail = message[prefix..];
        int example = prefix > 0 ? detail.LastIndexOf(" in: ", StringComparison.Ordinal) : -1;
        if (example >= 0)
            detail = detail[..example];
        string line = string.Join(' ', detail.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        string printable = string.Concat(line.Where(c => !char.IsControl(c))).Trim().TrimEnd('.', ':');
        return printable.Length > 160 ? printable[..160] + "…" : printable;
    }

    private static string Hint(string message) => message switch
    {
        _ when message.Contains("<end> statement was not found", StringComparison.Ordinal) => "close every `if` and `case` with `{{ end }}`",
        _ when message.Contains("without a corresponding beginning", StringComparison.Ordinal) => "take this `{{ end }}` out, or open its `if`",
        _ when message.Contains("else condition must be preceded", StringComparison.Ordinal) => "write `{{ if … }}` or `{{ case … }}` before it",
        _ when message.Contains("`when` condition must be preceded", StringComparison.Ordinal) => "write `{{ case … }}` before it",
        _ when message.Contains("body of a `case`", StringComparison.Ordinal) => "write `{{ when … }}` directly after `{{ case … }}`",
        _ when message.Contains("closing", StringComparison.Ordinal) => "close the bracket",
        _ when message.Contains("quote", StringComparison.Ordinal) || message.Contains("string", StringComparison.Ordinal) => "close the quotes on the same line",
        _ when message.Contains("dot operator", StringComparison.Ordinal) => "write a name after the dot, or [\"…\"] for a name that is not an identifier",
        _ when message.Contains("named argument", StringComparison.Ordinal) => "write the argument without its name",
        _ => "write {{ name.member }}, {{ value | function argument }} or {{ if condition }}…{{ else }}…{{ end }}",
    };
}
