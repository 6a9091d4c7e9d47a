using System.Collections.Immutable;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Templates.Compiling;

/// <summary>The texts that a template can render to, as far as the route's patterns tell: never fewer than it
/// can.</summary>
internal static class TemplateLanguage
{
    private static readonly RepeatNode Anything = new(new CharsNode(CharSet.Everything, ".", null), 0, null, false);

    /// <summary>A tree that has every text of the template.</summary>
    public static PatternNode Of(ImmutableArray<Statement> statements, TemplateNames names) =>
        new SequenceNode([.. statements.Select(statement => Of(statement, names))]);

    private static PatternNode Of(Statement statement, TemplateNames names) =>
        statement switch
        {
            LiteralText literal => Literal(literal.Text),
            Output { Value: var value } => Of(value, names),
            _ => Anything,
        };

    private static PatternNode Of(Expression value, TemplateNames names) =>
        value switch
        {
            Constant { Value: string text } => Literal(text),
            OrNothing { Group: OpenLookup group } => Either([EmptyNode.Instance, .. Captures(group, names)]),
            OpenLookup group when group.Root == OpenRoot.Groups => Either([.. Captures(group, names)]),
            _ => Anything,
        };

    private static IEnumerable<PatternNode> Captures(OpenLookup group, TemplateNames names) =>
        group.Key is Constant { Value: string name } ? names.CapturesOf(name) : [Anything];

    private static PatternNode Either(ImmutableArray<PatternNode> branches) =>
        branches.IsEmpty ? Anything : new ChoiceNode(branches);

    private static SequenceNode Literal(string text) =>
        new([.. text.EnumerateRunes().Select(rune => new CharsNode(CharSet.Of(rune.Value), rune.ToString(), null))]);
}
