using System.Collections.Immutable;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Routes;
using Dispatcher.Templates;
using Dispatcher.Templates.Functions;
using Dispatcher.Templates.Rendering;
using Scriban.Syntax;

namespace Dispatcher.Analysis.Images;

/// <summary>What a template renders to for the names of one skeleton, piece by piece. A skeleton with a condition on it
/// has narrower parts.</summary>
internal sealed record Rendered(Skeleton Name, ImmutableArray<Piece> Pieces)
{
    /// <summary>The texts, never fewer.</summary>
    public PatternNode Language => new SequenceNode([.. Pieces.Select(piece => piece.Language(Name))]);
}

/// <summary>Evaluates templates of a route over all names at once: exact where a function maps letter by letter, cuts
/// at a known place or reads a date; else with more texts than there are, never with fewer.</summary>
/// <param name="route">The route.</param>
/// <param name="configuration">The configuration; null takes every key for any text.</param>
internal sealed class TemplateImages(Route route, Configuration? configuration)
{
    private readonly TemplateNotes notes = new();
    private readonly EventValues given = new(route);
    private FunctionImages? functions;

    /// <summary>Texts that the templates seen so far make worth trying.</summary>
    public IReadOnlyList<Hint> Hints => notes.Hints;

    /// <summary>What may fail in the templates seen so far, for some name.</summary>
    public IReadOnlyList<string> Risks => notes.Risks;

    private Evaluate Evaluation => Of;

    private FunctionImages Functions => functions ??= new FunctionImages(notes, Evaluation);

    /// <summary>What the template renders to.</summary>
    public ImmutableArray<Rendered> Of(TextTemplate template, Skeleton name)
    {
        if (template.IsLiteral)
            return [new(name, template.Text.Length == 0 ? [] : [new Piece.Text(template.Text)])];
        List<Rendered>? ways = Of(template.Statements, [new(name, [])]);
        return ways is null
            ? [new(name, [Unknown(name.AllParts)])]
            : [.. ways.Select(way => way with { Pieces = Pieces.Joined(way.Pieces) })];
    }

    private static Piece.Derived Unknown(ImmutableArray<int> parts) =>
        new(Languages.Anything, parts, Recovers: false, Variation.Event);

    // Null when there are too many ways.
    private List<Rendered>? Of(ImmutableArray<Statement> statements, List<Rendered> ways)
    {
        foreach (Statement statement in statements)
        {
            var next = new List<Rendered>();
            foreach (Rendered way in ways)
            {
                if (Of(statement, way) is not { } more || next.Count + more.Count > Evaluations.MostWays)
                    return null;
                next.AddRange(more);
            }

            ways = next;
        }

        return ways;
    }

    private List<Rendered>? Of(Statement statement, Rendered way)
    {
        switch (statement)
        {
            case LiteralText literal:
                return [way with { Pieces = way.Pieces.Add(new Piece.Text(literal.Text)) }];
            case Output output:
                return
                [
                    .. Of(output.Value, way.Name)
                        .Select(found => new Rendered(found.At, way.Pieces.AddRange(notes.Text(found.At, found.Is)))),
                ];
            case If condition:
                var branches = new List<Rendered>();
                foreach ((Skeleton at, bool holds) in Condition(condition.Condition, way.Name))
                {
                    if (
                        Of(holds ? condition.Then : condition.Else, [new Rendered(at, way.Pieces)]) is not { } more
                        || branches.Count + more.Count > Evaluations.MostWays
                    )
                        return null;
                    branches.AddRange(more);
                }

                return branches;
            case Case choice:
                return Of(choice, way);
            default:
                return null;
        }
    }

    private List<Rendered>? Of(Case choice, Rendered way)
    {
        var done = new List<Rendered>();
        List<Skeleton> open = [way.Name];
        foreach (When branch in choice.Branches)
        {
            foreach (Expression candidate in branch.Values)
            {
                var left = new List<Skeleton>();
                foreach (Skeleton name in open)
                {
                    foreach ((Skeleton at, bool holds) in Condition(new Equality(false, choice.Value, candidate), name))
                    {
                        if (!holds)
                            left.Add(at);
                        else if (Of(branch.Body, [new Rendered(at, way.Pieces)]) is { } more)
                            done.AddRange(more);
                        else
                            return null;
                    }
                }

                open = left;
                if (open.Count + done.Count > Evaluations.MostWays)
                    return null;
            }
        }

        foreach (Skeleton name in open)
        {
            if (Of(choice.Else, [new Rendered(name, way.Pieces)]) is not { } more)
                return null;
            done.AddRange(more);
        }

        return done;
    }

    private IEnumerable<(Skeleton At, bool Holds)> Condition(Expression condition, Skeleton name)
    {
        foreach ((Skeleton at, TemplateValue value) in Of(condition, name))
        {
            bool? holds = value switch
            {
                TemplateValue.Nothing => false,
                TemplateValue.Flag flag => flag.Holds,
                TemplateValue.Other => null,
                _ => true,
            };
            if (holds != false)
                yield return (at, true);
            if (holds != true)
                yield return (at, false);
        }
    }

    private List<(Skeleton At, TemplateValue Is)> Of(Expression expression, Skeleton name)
    {
        List<(Skeleton, TemplateValue)> One(TemplateValue value) => [(name, value)];
        switch (expression)
        {
            case Constant { Value: string text }:
                return One(new TemplateValue.Texts([new Piece.Text(text)]));
            case Constant { Value: null }:
                return One(TemplateValue.Nothing.Instance);
            case Constant { Value: bool flag }:
                return One(new TemplateValue.Flag(flag));
            case Constant constant:
                return One(new TemplateValue.Constant(constant.Value!));
            case FixedLookup { Member: var member }:
                return NameSplits.Of(member, name) is { } splits
                    ? [.. splits.Select(split => (split.Name, (TemplateValue)new TemplateValue.Texts(split.Pieces)))]
                    : One(given.Of(member, name));
            case OrNothing nothing:
                return
                [
                    .. Of(nothing.Group, name)
                        .Select(found =>
                            (found.At, found.Is is TemplateValue.Nothing ? new TemplateValue.Texts([]) : found.Is)
                        ),
                ];
            case OpenLookup { Key: Constant { Value: string key } } lookup:
                return Of(lookup, key, name);
            case Coalesce coalesce:
                return
                [
                    .. Of(coalesce.Left, name)
                        .SelectMany(found =>
                            found.Is switch
                            {
                                TemplateValue.Nothing => Of(coalesce.Right, found.At),
                                TemplateValue.Other { MayBeMissing: true } => Of(coalesce.Right, found.At)
                                    .Prepend(found),
                                _ => [found],
                            }
                        )
                        .Take(Evaluations.MostWays + 1),
                ];
            case Choice choice:
                return
                [
                    .. Condition(choice.Condition, name)
                        .SelectMany(found => Of(found.Holds ? choice.Yes : choice.No, found.At))
                        .Take(Evaluations.MostWays + 1),
                ];
            case Not not:
                return
                [
                    .. Condition(not.Operand, name)
                        .Select(found => (found.At, (TemplateValue)new TemplateValue.Flag(!found.Holds))),
                ];
            case Logical logical:
                return
                [
                    .. Condition(logical.Left, name)
                        .SelectMany(left =>
                            left.Holds == logical.IsAnd
                                ? Condition(logical.Right, left.At)
                                    .Select(right => (right.At, (TemplateValue)new TemplateValue.Flag(right.Holds)))
                                : [(left.At, new TemplateValue.Flag(left.Holds))]
                        )
                        .Take(Evaluations.MostWays + 1),
                ];
            case Equality equality:
                return Of(equality, name);
            case Calculation { Operator: ScriptBinaryOperator.Add } sum when (sum.Type.Kinds & Kinds.Text) != 0:
                return Evaluation.Pairs(sum.Left, sum.Right, name, (at, left, right) =>
                    new TemplateValue.Texts([.. notes.Text(at, left), .. notes.Text(at, right)])
                );
            case Call call:
                return Functions.Of(call, name);
            case Part part:
                return Evaluation.Each(part.Target, name, (at, value) =>
                    value is TemplateValue.Moment moment
                        ? new TemplateValue.Other(moment.Parts, Languages.Number, MayBeMissing: false)
                        : new TemplateValue.Other(at.AllParts, Languages.Anything, part.Optional)
                );
            default:
                notes.AddRisk("a calculation");
                return One(TemplateValue.Anything(expression, name));
        }
    }

    private List<(Skeleton, TemplateValue)> Of(OpenLookup lookup, string key, Skeleton name)
    {
        if (lookup.Root == OpenRoot.Config)
        {
            if (configuration?.Find(key) is { } value)
                return [(name, new TemplateValue.Texts([new Piece.Text(value)]))];
            TemplateValue setting = new TemplateValue.Texts([new Piece.Setting(key)]);
            return !lookup.Type.MayBeMissing ? [(name, setting)]
                : configuration is null ? [(name, setting), (name, TemplateValue.Nothing.Instance)]
                : [(name, TemplateValue.Nothing.Instance)];
        }

        if (lookup.Root == OpenRoot.Groups)
        {
            if (!name.Groups.TryGetValue(key, out Capture? capture))
                return [(name, TemplateValue.Nothing.Instance)];
            return capture.Loose is { } loose
                ?
                [
                    (name, new TemplateValue.Texts([new Piece.Derived(loose, [0], Recovers: false, Variation.None)])),
                    (name, TemplateValue.Nothing.Instance),
                ]
                : [(name, new TemplateValue.Texts(Pieces.Copies(capture.First, capture.Count)))];
        }

        return route.Vars.FirstOrDefault(variable => variable.Name == key) is { } found
            ?
            [
                .. Of(found.Value.Template, name)
                    .Select(way => (way.Name, (TemplateValue)new TemplateValue.Texts(way.Pieces))),
            ]
            : [(name, TemplateValue.Anything(lookup, name))];
    }

    private List<(Skeleton, TemplateValue)> Of(Equality equality, Skeleton name)
    {
        var found = new List<(Skeleton, TemplateValue)>();
        foreach ((Skeleton first, TemplateValue left) in Of(equality.Left, name))
        {
            foreach ((Skeleton at, TemplateValue right) in Of(equality.Right, first))
            {
                foreach ((Skeleton then, bool? equal) in Compare(at, left, right))
                    found.Add((then, new TemplateValue.Flag(equal is { } known ? known != equality.Negated : null)));
            }
        }

        return found;
    }

    private static IEnumerable<(Skeleton, bool?)> Compare(Skeleton at, TemplateValue left, TemplateValue right)
    {
        if (left is TemplateValue.Nothing || right is TemplateValue.Nothing)
        {
            TemplateValue other = left is TemplateValue.Nothing ? right : left;
            return
            [
                (
                    at,
                    other switch
                    {
                        TemplateValue.Nothing => true,
                        TemplateValue.Other { MayBeMissing: true } => null,
                        _ => false,
                    }
                ),
            ];
        }

        if (left is not TemplateValue.Texts { Pieces: var a } || right is not TemplateValue.Texts { Pieces: var b })
            return [(at, null)];
        (a, b) = (Pieces.Joined(a), Pieces.Joined(b));
        string? textA = Pieces.Whole(a),
            textB = Pieces.Whole(b);
        if (textA is not null && textB is not null)
            return [(at, textA == textB)];
        (string? text, ImmutableArray<Piece> pieces) = textA is not null ? (textA, b) : (textB, a);
        if (text is null)
            return [(at, null)];
        // The texts of parts that stand next to each other: where they are the text, and where they are not.
        if (!pieces.All(piece => piece is Piece.Text or Piece.Copy { Map: LetterMap.Same }))
            return [(at, null)];
        if (PartTexts.Split(at, pieces, text) is not { } split)
            return [(at, false)];
        if (pieces.OfType<Piece.Copy>().All(copy => at.Parts[copy.Part].Text is not null))
            return [(at, true)];
        Skeleton equal = split.Aggregate(at, (skeleton, part) => skeleton.With(part.Key, NamePart.Literal(part.Value)));
        return pieces.Count(piece => piece is Piece.Copy) == 1
            ? [(equal, true), (at, false)]
            : [(at, true), (at, false)];
    }
}
