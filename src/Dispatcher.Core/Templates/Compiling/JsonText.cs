using System.Collections.Immutable;
using System.Text;
using Dispatcher.Diagnostics;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Automaton;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Templates.Functions;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Templates.Compiling;

/// <summary>Texts that are a JSON object or list but for their templates: a value in one must not be able to end the
/// string or the member that it stands in.</summary>
/// <remarks>routes-v1, "Templates", "A small language on purpose".</remarks>
internal sealed class JsonText
{
    private const string Somewhere = "0";

    private static readonly CharSet NeedsEscape = CharSet.FromRanges([new(0, 0x1F), new('"', '"'), new('\\', '\\')]);

    private static readonly PatternNode Scalar = Pattern
        .Parse(@"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+\-]?[0-9]+)?|true|false|null")
        .Pattern!.Root;

    private readonly TemplateNames names;
    private readonly List<(Output Hole, bool InString)> holes = [];
    private readonly StringBuilder shape = new();
    private bool inString;
    private bool escaped;

    private JsonText(TemplateNames names) => this.names = names;

    /// <summary>Whether the text is JSON but for its templates, and what is wrong then.</summary>
    public static (bool IsJson, ImmutableArray<TemplateProblem> Problems) Check(
        string text,
        ImmutableArray<Statement> statements,
        TemplateNames names
    )
    {
        if (statements is not [LiteralText first, ..] || first.Text.AsSpan().TrimStart() is not ['{' or '[', ..])
            return (false, []);
        var json = new JsonText(names);
        json.Walk(statements);
        return JsonSyntax.IsValid(json.shape.ToString()) ? (true, json.Problems(text)) : (false, []);
    }

    // Of a choice the first branch is taken into the shape; the others begin where it begins.
    private void Walk(ImmutableArray<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            switch (statement)
            {
                case LiteralText literal:
                    Append(literal.Text);
                    break;
                case Output output:
                    holes.Add((output, inString));
                    Append(Somewhere);
                    break;
                case If choice:
                    Branches([choice.Then, choice.Else]);
                    break;
                case Case choice:
                    Branches([.. choice.Branches.Select(branch => branch.Body), choice.Else]);
                    break;
            }
        }
    }

    private void Branches(ImmutableArray<ImmutableArray<Statement>> branches)
    {
        (bool, bool) before = (inString, escaped);
        Walk(branches[0]);
        (bool, bool) after = (inString, escaped);
        int length = shape.Length;
        foreach (ImmutableArray<Statement> branch in branches.Skip(1))
        {
            (inString, escaped) = before;
            Walk(branch);
            shape.Length = length;
        }

        (inString, escaped) = after;
    }

    private void Append(string text)
    {
        shape.Append(text);
        foreach (char c in text)
        {
            if (escaped)
                escaped = false;
            else if (c == '\\')
                escaped = inString;
            else if (c == '"')
                inString = !inString;
        }
    }

    private ImmutableArray<TemplateProblem> Problems(string text)
    {
        var problems = ImmutableArray.CreateBuilder<TemplateProblem>();
        int from = 0;
        foreach ((Output hole, bool within) in holes)
        {
            int at = text.IndexOf(hole.Source, from, StringComparison.Ordinal);
            from = at < 0 ? from : at;
            if (within ? IsSafeInString(hole.Value) : IsJsonValue(hole.Value))
                continue;
            problems.Add(
                new(
                    Codes.TemplateUnencoded,
                    Math.Max(0, at),
                    within
                        ? $"the text is JSON, and {Quote.Code(hole.Source)} can end the string that it stands in"
                        : $"the text is JSON, and {Quote.Code(hole.Source)} is not always a JSON value",
                    within
                        ? $"take the quotes away and write {{{{ {Encoded(hole.Source)} }}}}, "
                            + "with what else stands in the string joined by +"
                        : $"write {{{{ {Encoded(hole.Source)} }}}}"
                )
            );
        }

        return problems.ToImmutable();
    }

    private static string Encoded(string source) =>
        source.Contains("??", StringComparison.Ordinal) ? $"({source}) | object.to_json" : $"{source} | object.to_json";

    // Inside quotes: no quote, no backslash, no control character.
    private bool IsSafeInString(Expression value) =>
        value switch
        {
            Constant { Value: string text } => !text.AsSpan().ContainsAny('"', '\\'),
            OrNothing group => IsSafeInString(group.Group),
            OpenLookup { Key: Constant { Value: string name } } lookup when lookup.Root == OpenRoot.Groups => names
                .CapturesOf(name)
                .All(body => !Characters(body).Intersects(NeedsEscape)),
            FixedLookup { Member: { Root: "event", Name: "kind" } or { Root: "route", Name: "name" } } => true,
            Coalesce either => IsSafeInString(either.Left) && IsSafeInString(either.Right),
            Choice choice => IsSafeInString(choice.Yes) && IsSafeInString(choice.No),
            ListOf list => list.Items.All(IsSafeInString),
            // No function but these makes a character that none of its arguments has and that needs an escape.
            Call { Function.Name: "object.to_json" or "string.url_decode" } => false,
            Call { Function.Name: "html.url_encode" or "string.sha256" } => true,
            Call call => call.Values.All(IsSafeInString),
            Calculation { Type.Values: Kinds.Text } sum => IsSafeInString(sum.Left) && IsSafeInString(sum.Right),
            _ => (value.Type.Values & ~(Kinds.Number | Kinds.Boolean | Kinds.Date)) == 0,
        };

    // Outside of quotes: a whole JSON value.
    private bool IsJsonValue(Expression value) =>
        value switch
        {
            Call { Function.Name: "object.to_json" } => true,
            Constant { Value: string text } => IsWithinScalar(Literal(text)),
            OpenLookup { Key: Constant { Value: string name }, Type.MayBeMissing: false } lookup
                when lookup.Root == OpenRoot.Groups => names.CapturesOf(name).All(IsWithinScalar),
            Coalesce either => IsJsonValueWhereThere(either.Left) && IsJsonValue(either.Right),
            Choice choice => IsJsonValue(choice.Yes) && IsJsonValue(choice.No),
            _ => value.Type.Values != 0 && (value.Type.Values & ~(Kinds.Number | Kinds.Boolean)) == 0,
        };

    private bool IsJsonValueWhereThere(Expression value) =>
        value is OpenLookup { Key: Constant { Value: string name } } lookup && lookup.Root == OpenRoot.Groups
            ? names.CapturesOf(name).All(IsWithinScalar)
            : IsJsonValue(value);

    private static bool IsWithinScalar(PatternNode node) => Containment.IsWithin(node, Scalar) == true;

    private static SequenceNode Literal(string text) =>
        new([.. text.EnumerateRunes().Select(rune => new CharsNode(CharSet.Of(rune.Value), rune.ToString(), null))]);

    private static CharSet Characters(PatternNode node) =>
        node switch
        {
            CharsNode chars => chars.Set,
            GroupNode group => Characters(group.Body),
            RepeatNode repeat => Characters(repeat.Body),
            SequenceNode sequence => All(sequence.Items),
            ChoiceNode choice => All(choice.Branches),
            _ => CharSet.Empty,
        };

    private static CharSet All(ImmutableArray<PatternNode> nodes) =>
        nodes.Aggregate(CharSet.Empty, (all, node) => all.Union(Characters(node)));
}
