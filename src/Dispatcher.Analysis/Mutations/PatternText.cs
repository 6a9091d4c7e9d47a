using System.Globalization;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Mutations;

/// <summary>Writes a syntax tree as an expression again.</summary>
internal static class PatternText
{
    /// <summary>The expression, without <c>(?i)</c>.</summary>
    public static string Of(PatternNode node) =>
        node switch
        {
            CharsNode chars => chars.Written,
            SequenceNode sequence => string.Concat(
                sequence.Items.Select(item => item is ChoiceNode ? Bracketed(item) : Of(item))
            ),
            ChoiceNode choice => string.Join(
                '|',
                choice.Branches.Select(branch => branch is ChoiceNode ? Bracketed(branch) : Of(branch))
            ),
            GroupNode group => $"({(group.Name is null ? "" : $"?<{group.Name}>")}{Of(group.Body)})",
            RepeatNode repeat => (repeat.Body is CharsNode or GroupNode ? Of(repeat.Body) : Bracketed(repeat.Body))
                + Count(repeat)
                + (repeat.Lazy ? "?" : ""),
            _ => "",
        };

    private static string Bracketed(PatternNode node) => $"(?:{Of(node)})";

    private static string Count(RepeatNode repeat) =>
        (repeat.Min, repeat.Max) switch
        {
            (0, null) => "*",
            (1, null) => "+",
            (0, 1) => "?",
            (var min, null) => string.Create(CultureInfo.InvariantCulture, $"{{{min},}}"),
            (var min, { } max) when min == max => string.Create(CultureInfo.InvariantCulture, $"{{{min}}}"),
            (var min, { } max) => string.Create(CultureInfo.InvariantCulture, $"{{{min},{max}}}"),
        };
}
