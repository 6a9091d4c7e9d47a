using System.Collections.Immutable;
using Dispatcher.Analysis.Names;
using Dispatcher.Events;
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

/// <summary>A text that some parts of a name are worth trying with.</summary>
/// <param name="Pieces">The parts, with text between them.</param>
/// <param name="Texts">The texts of all of them together, usual ones first.</param>
internal sealed record Hint(ImmutableArray<Piece> Pieces, ImmutableArray<string> Texts);

/// <summary>Evaluates templates of a route over all names at once: exact where a function maps letter by letter, cuts
/// at a known place or reads a date; else with more texts than there are, never with fewer.</summary>
/// <param name="route">The route.</param>
/// <param name="configuration">The configuration; null takes every key for any text.</param>
internal sealed class TemplateImages(Route route, Configuration? configuration)
{
    private const int MostWays = 64,
        MostDates = 50_000;

    private static readonly FixedMember Folder = FixedMember.All.First(member =>
        member is { Root: "object", Name: "folder" }
    );

    private readonly List<Hint> hints = [];
    private readonly List<string> risks = [];
    private ImmutableArray<Skeleton>? members;

    /// <summary>Texts that the templates seen so far make worth trying.</summary>
    public IReadOnlyList<Hint> Hints => hints;

    /// <summary>What may fail in the templates seen so far, for some name.</summary>
    public IReadOnlyList<string> Risks => risks;

    /// <summary>What the template renders to.</summary>
    public ImmutableArray<Rendered> Of(TextTemplate template, Skeleton name)
    {
        if (template.IsLiteral)
            return [new(name, template.Text.Length == 0 ? [] : [new Piece.Text(template.Text)])];
        List<Rendered>? ways = Of(template.Statements, [new(name, [])]);
        return ways is null
            ? [new(name, [Unknown([.. Enumerable.Range(0, name.Parts.Length)])])]
            : [.. ways.Select(way => way with { Pieces = Joined(way.Pieces) })];
    }

    private static Piece.Derived Unknown(ImmutableArray<int> parts) =>
        new(Languages.Anything, parts, Recovers: false, Variation.Event);

    private static ImmutableArray<Piece> Joined(ImmutableArray<Piece> pieces)
    {
        var joined = ImmutableArray.CreateBuilder<Piece>(pieces.Length);
        foreach (Piece piece in pieces)
        {
            if (piece is Piece.Text { Value: "" })
                continue;
            if (piece is Piece.Text text && joined.Count > 0 && joined[^1] is Piece.Text last)
                joined[^1] = new Piece.Text(last.Value + text.Value);
            else
                joined.Add(piece);
        }

        return joined.DrainToImmutable();
    }

    // Null when there are too many ways.
    private List<Rendered>? Of(ImmutableArray<Statement> statements, List<Rendered> ways)
    {
        foreach (Statement statement in statements)
        {
            var next = new List<Rendered>();
            foreach (Rendered way in ways)
            {
                if (Of(statement, way) is not { } more || next.Count + more.Count > MostWays)
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
                        .Select(found => new Rendered(found.At, way.Pieces.AddRange(Text(found.At, found.Is)))),
                ];
            case If condition:
                var branches = new List<Rendered>();
                foreach ((Skeleton at, bool holds) in Condition(condition.Condition, way.Name))
                {
                    if (
                        Of(holds ? condition.Then : condition.Else, [new Rendered(at, way.Pieces)]) is not { } more
                        || branches.Count + more.Count > MostWays
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
                if (open.Count + done.Count > MostWays)
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
        foreach ((Skeleton at, Value value) in Of(condition, name))
        {
            bool? holds = value switch
            {
                Value.Nothing => false,
                Value.Flag flag => flag.Holds,
                Value.Other => null,
                _ => true,
            };
            if (holds != false)
                yield return (at, true);
            if (holds != true)
                yield return (at, false);
        }
    }

    private List<(Skeleton At, Value Is)> Of(Expression expression, Skeleton name)
    {
        List<(Skeleton, Value)> One(Value value) => [(name, value)];
        switch (expression)
        {
            case Constant { Value: string text }:
                return One(new Value.Texts([new Piece.Text(text)]));
            case Constant { Value: null }:
                return One(Value.Nothing.Instance);
            case Constant { Value: bool flag }:
                return One(new Value.Flag(flag));
            case Constant constant:
                return One(new Value.Constant(constant.Value!));
            case FixedLookup { Member: { Root: "group" } member }:
                return One(OfGroup(member, name));
            case FixedLookup { Member: var member }:
                return NameSplits.Of(member, name) is { } splits
                    ? [.. splits.Select(split => (split.Name, (Value)new Value.Texts(split.Pieces)))]
                    : One(Fixed(member));
            case OrNothing nothing:
                return
                [
                    .. Of(nothing.Group, name)
                        .Select(found => (found.At, found.Is is Value.Nothing ? new Value.Texts([]) : found.Is)),
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
                                Value.Nothing => Of(coalesce.Right, found.At),
                                Value.Other { MayBeMissing: true } => Of(coalesce.Right, found.At).Prepend(found),
                                _ => [found],
                            }
                        )
                        .Take(MostWays + 1),
                ];
            case Choice choice:
                return
                [
                    .. Condition(choice.Condition, name)
                        .SelectMany(found => Of(found.Holds ? choice.Yes : choice.No, found.At))
                        .Take(MostWays + 1),
                ];
            case Not not:
                return
                [
                    .. Condition(not.Operand, name).Select(found => (found.At, (Value)new Value.Flag(!found.Holds))),
                ];
            case Logical logical:
                return
                [
                    .. Condition(logical.Left, name)
                        .SelectMany(left =>
                            left.Holds == logical.IsAnd
                                ? Condition(logical.Right, left.At)
                                    .Select(right => (right.At, (Value)new Value.Flag(right.Holds)))
                                : [(left.At, new Value.Flag(left.Holds))]
                        )
                        .Take(MostWays + 1),
                ];
            case Equality equality:
                return Of(equality, name);
            case Calculation { Operator: ScriptBinaryOperator.Add } sum when (sum.Type.Kinds & Kinds.Text) != 0:
                return Pairs(sum.Left, sum.Right, name, (at, left, right) =>
                    new Value.Texts([.. Text(at, left), .. Text(at, right)])
                );
            case Call call:
                return Of(call, name);
            case Part part:
                return Each(part.Target, name, (at, value) =>
                    value is Value.Moment moment
                        ? new Value.Other(moment.Parts, Languages.Number, MayBeMissing: false)
                        : new Value.Other(All(at), Languages.Anything, part.Optional)
                );
            default:
                risks.Add("a calculation");
                return One(Anything(expression, name));
        }
    }

    private static Value.Other Anything(Expression expression, Skeleton name) =>
        new(
            [.. Enumerable.Range(0, name.Parts.Length)],
            (expression.Type.Values & ~Kinds.Number) == 0 ? Languages.Number : Languages.Anything,
            expression.Type.MayBeMissing
        );

    private List<(Skeleton, Value)> Pairs(
        Expression left,
        Expression right,
        Skeleton name,
        Func<Skeleton, Value, Value, Value> join
    ) =>
        [
            .. Of(left, name)
                .SelectMany(a => Of(right, a.At).Select(b => (b.At, join(b.At, a.Is, b.Is))))
                .Take(MostWays + 1),
        ];

    private List<(Skeleton, Value)> Of(OpenLookup lookup, string key, Skeleton name)
    {
        if (lookup.Root == OpenRoot.Config)
        {
            if (configuration?.Find(key) is { } value)
                return [(name, new Value.Texts([new Piece.Text(value)]))];
            Value setting = new Value.Texts([new Piece.Setting(key)]);
            return !lookup.Type.MayBeMissing ? [(name, setting)]
                : configuration is null ? [(name, setting), (name, Value.Nothing.Instance)]
                : [(name, Value.Nothing.Instance)];
        }

        if (lookup.Root == OpenRoot.Groups)
        {
            if (!name.Groups.TryGetValue(key, out Capture? capture))
                return [(name, Value.Nothing.Instance)];
            return capture.Loose is { } loose
                ?
                [
                    (name, new Value.Texts([new Piece.Derived(loose, [0], Recovers: false, Variation.None)])),
                    (name, Value.Nothing.Instance),
                ]
                : [(name, new Value.Texts(Copies(capture.First, capture.Count)))];
        }

        return route.Vars.FirstOrDefault(variable => variable.Name == key) is { } found
            ? [.. Of(found.Value.Template, name).Select(way => (way.Name, (Value)new Value.Texts(way.Pieces)))]
            : [(name, Anything(lookup, name))];
    }

    // Of a grouped route the name stands for the key. What else a group has differs with its members.
    private Value OfGroup(FixedMember member, Skeleton key) =>
        member.Name switch
        {
            "key" => new Value.Texts(Copies(0, key.Parts.Length)),
            "first" or "last" => OfMembers(key, new ChoiceNode([.. Members.Select(name => name.Language)])),
            "folder" => OfMembers(key, SharedFolders),
            "count" => new Value.Other(All(key), Languages.Number, MayBeMissing: false),
            _ => new Value.Other(All(key), Languages.Anything, MayBeMissing: false),
        };

    private static Value.Texts OfMembers(Skeleton key, PatternNode texts) =>
        new([
            new Piece.Derived(Languages.Map(texts, chars => chars), All(key), Recovers: false, Variation.Event)
            {
                Longest = NameFinder.MaxNameBytes,
            },
        ]);

    private ImmutableArray<Skeleton> Members => members ??= WriteImage.NamesOf(route);

    // What begins a folder of a member: any text of its characters.
    private PatternNode SharedFolders
    {
        get
        {
            CharSet characters = Members
                .SelectMany(name => NameSplits.Prepare(name))
                .SelectMany(name => NameSplits.Of(Folder, name)!)
                .SelectMany(folder => folder.Pieces.Select(piece => piece.Language(folder.Name)))
                .Aggregate(CharSet.Empty, (all, texts) => all.Union(Languages.Alphabet(texts)));
            return characters.IsEmpty
                ? new SequenceNode([])
                : new RepeatNode(Languages.Class(characters, "."), 0, null, false);
        }
    }

    private static ImmutableArray<Piece> Copies(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(part => new Piece.Copy(part, LetterMap.Same))];

    // What the event says beside the object's name.
    private Value Fixed(FixedMember member)
    {
        Piece piece = (member.Root, member.Name) switch
        {
            ("route", "name") => new Piece.Text(route.Name),
            ("route", "file") => new Piece.Text(route.File),
            ("bucket", "name") => OfKey(MatchKeys.Bucket),
            ("bucket", "namespace") => OfKey(MatchKeys.Namespace),
            ("event", "kind") => Said(
                new ChoiceNode([.. route.Match.Kinds.Select(kind => Languages.Literal(kind.Word()))])
            ),
            ("event", "id") => new Piece.Derived(Languages.Anything, [], Recovers: false, Variation.Identity),
            _ => Said(Languages.Anything),
        };
        if ((member.Root, member.Name) == ("event", "time"))
            return new Value.Moment([], null, Recovers: false, Variation.Event);
        return (member.Kinds & Kinds.Value) == Kinds.Text
            ? (member.Kinds & Kinds.Null) == 0
                ? new Value.Texts([piece])
                : new Value.Other([], Languages.Anything, MayBeMissing: true)
            : new Value.Other([], Languages.Anything, MayBeMissing: true);
    }

    private Piece OfKey(MatchKey key) =>
        route.Match[key] is { IsEmpty: false } patterns
            ? patterns.Length == 1 && patterns[0].Pattern.Exact is { } text
                ? new Piece.Text(text)
                : Said(new ChoiceNode([.. patterns.Select(placed => placed.Pattern.Root)]))
            : Said(Languages.Anything);

    private static Piece.Derived Said(PatternNode texts) => new(texts, [], Recovers: false, Variation.Event);

    private List<(Skeleton, Value)> Of(Equality equality, Skeleton name)
    {
        var found = new List<(Skeleton, Value)>();
        foreach ((Skeleton first, Value left) in Of(equality.Left, name))
        {
            foreach ((Skeleton at, Value right) in Of(equality.Right, first))
            {
                foreach ((Skeleton then, bool? equal) in Compare(at, left, right))
                    found.Add((then, new Value.Flag(equal is { } known ? known != equality.Negated : null)));
            }
        }

        return found;
    }

    private static IEnumerable<(Skeleton, bool?)> Compare(Skeleton at, Value left, Value right)
    {
        if (left is Value.Nothing || right is Value.Nothing)
        {
            Value other = left is Value.Nothing ? right : left;
            return
            [
                (
                    at,
                    other switch
                    {
                        Value.Nothing => true,
                        Value.Other { MayBeMissing: true } => null,
                        _ => false,
                    }
                ),
            ];
        }

        if (left is not Value.Texts { Pieces: var a } || right is not Value.Texts { Pieces: var b })
            return [(at, null)];
        (a, b) = (Joined(a), Joined(b));
        string? textA = Whole(a),
            textB = Whole(b);
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

    private static string? Whole(ImmutableArray<Piece> pieces) =>
        pieces switch
        {
            [] => "",
            [Piece.Text text] => text.Value,
            _ => null,
        };

    private ImmutableArray<Piece> Text(Skeleton name, Value value)
    {
        switch (value)
        {
            case Value.Texts texts:
                return texts.Pieces;
            case Value.Constant constant:
                return
                [
                    new Piece.Text(
                        Convert.ToString(constant.Of, System.Globalization.CultureInfo.InvariantCulture) ?? ""
                    ),
                ];
            case Value.Flag flag:
                return flag.Holds is { } holds
                    ? [new Piece.Text(holds ? "true" : "false")]
                    : [new Piece.Derived(Languages.Of("true|false"), All(name), Recovers: false, Variation.Event)];
            case Value.Moment moment:
                return
                [
                    new Piece.Derived(
                        Languages.Of(@"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}(?:Z|[+\-]\d{2}:\d{2})"),
                        moment.Parts,
                        moment.Recovers,
                        moment.Source
                    ),
                ];
            case Value.Other other:
                if (other.MayBeMissing && !other.Parts.IsEmpty)
                    risks.Add("a value that may be missing");
                return [new Piece.Derived(other.Language, other.Parts, other.Recovers, Variation.Event)];
            default:
                risks.Add("a value that is missing");
                return [];
        }
    }

    private static ImmutableArray<int> All(Skeleton name) => [.. Enumerable.Range(0, name.Parts.Length)];

    private List<(Skeleton, Value)> Of(Call call, Skeleton name)
    {
        string function = call.Function.Name;
        Expression[] values = [.. call.Values];
        switch (function)
        {
            case "string.append":
                return Pairs(values[0], values[1], name, (at, left, right) =>
                    new Value.Texts([.. Text(at, left), .. Text(at, right)])
                );
            case "string.prepend":
                return Pairs(values[0], values[1], name, (at, left, right) =>
                    new Value.Texts([.. Text(at, right), .. Text(at, left)])
                );
            case "string.upcase":
                return Each(values[0], name, (at, value) => Mapped(at, Text(at, value), LetterMap.Upper));
            case "string.downcase":
                return Each(values[0], name, (at, value) => Mapped(at, Text(at, value), LetterMap.Lower));
            case "string.slice":
                return Each(values[0], name, (at, value) =>
                    Cut(at, Text(at, value), Number(values[1]), values.Length > 2 ? Number(values[2]) : long.MaxValue)
                );
            case "string.replace" or "string.remove":
                return Each(values[0], name, (at, value) =>
                    Replaced(at, Text(at, value), Word(values[1]), values.Length > 2 ? Word(values[2]) : "")
                );
            case "string.strip" or "string.lstrip" or "string.rstrip":
                return Each(values[0], name, (at, value) =>
                    Text(at, value) is var text
                    && !text.Any(piece => Languages.Alphabet(piece.Language(at)).Intersects(White))
                        ? new Value.Texts(text)
                        : Made(at, Text(at, value), Languages.Anything, recovers: false)
                );
            case "string.sha256":
                return Each(values[0], name, (at, value) =>
                    Made(at, Text(at, value), Languages.Of("[0-9a-f]{64}"), recovers: true)
                );
            case "string.handleize"
            or "string.capitalize"
            or "string.pad_left"
            or "string.pad_right"
            or "string.truncate":
                return Each(values[0], name, (at, value) =>
                    Made(at, Text(at, value), Languages.Anything, recovers: false)
                );
            case "string.to_int" or "string.to_long":
                return Each(values[0], name, (at, value) =>
                    Integer(at, Text(at, value), function == "string.to_int" ? 9 : 18)
                );
            case "string.contains"
            or "string.starts_with"
            or "string.ends_with"
            or "string.empty"
            or "string.whitespace":
                return Each(values[0], name, (_, _) => new Value.Flag(null));
            case "string.size":
                return Each(values[0], name, (at, _) =>
                    new Value.Other(All(at), Languages.Number, MayBeMissing: false)
                );
            case "date.parse":
                return Each(values[0], name, (at, value) =>
                    Parsed(at, Text(at, value), values.Length > 1 ? Word(values[1]) : null)
                );
            case "date.to_string":
                return Each(values[0], name, (at, value) => Formatted(at, value, Word(values[1])));
            case "date.in_zone":
                return Each(values[0], name, (_, value) =>
                    value is Value.Moment moment ? moment with { Detail = null, Recovers = false } : Never(value)
                );
            case "date.add_milliseconds"
            or "date.add_seconds"
            or "date.add_minutes"
            or "date.add_hours"
            or "date.add_days"
            or "date.add_months"
            or "date.add_years":
                return Each(values[0], name, (at, value) => Moved(at, value, function, values[1]));
            case "html.url_encode" or "string.url_decode" or "object.to_json":
                if (function == "string.url_decode")
                    risks.Add("a text that may not be percent-encoded");
                return Each(values[0], name, (at, value) =>
                    Made(at, Text(at, value), Languages.Anything, recovers: false)
                );
            case "string.split":
                return Each(values[0], name, (at, _) =>
                    new Value.Other(All(at), Languages.Anything, MayBeMissing: false)
                );
            case "array.first" or "array.last":
                return [(name, new Value.Other(All(name), Languages.Anything, MayBeMissing: true))];
            case "array.size":
                return [(name, new Value.Other(All(name), Languages.Number, MayBeMissing: false))];
            case "array.join" or "array.reverse" or "array.limit" or "array.offset":
                return [(name, new Value.Other(All(name), Languages.Anything, MayBeMissing: false))];
            default:
                risks.Add($"{function} of a value that not every name has");
                return [(name, Anything(call, name))];
        }
    }

    private static readonly CharSet White = CharSet.FromRanges([
        .. Enumerable.Range(0, 0xFFFF).Where(c => char.IsWhiteSpace((char)c)).Select(c => new CharRange(c, c)),
    ]);

    private List<(Skeleton, Value)> Each(Expression argument, Skeleton name, Func<Skeleton, Value, Value> make) =>
        [.. Of(argument, name).Select(found => (found.At, make(found.At, found.Is)))];

    private static Value Never(Value value) =>
        value is Value.Nothing ? value : new Value.Other([], Languages.Anything, true);

    private static long? Number(Expression expression) =>
        expression switch
        {
            Constant { Value: long number } => number,
            Signed { Negated: true, Operand: Constant { Value: long number } } => -number,
            _ => null,
        };

    private static string? Word(Expression expression) => (expression as Constant)?.Value as string;

    private static Value.Texts Made(Skeleton name, ImmutableArray<Piece> from, PatternNode language, bool recovers)
    {
        if (Whole(Joined(from)) is not null && ReferenceEquals(language, Languages.Anything) && from.IsEmpty)
            return new Value.Texts([]);
        var parts = new SortedSet<int>();
        Variation source = Variation.None;
        bool all = recovers;
        foreach (Piece piece in from)
        {
            switch (piece)
            {
                case Piece.Copy copy:
                    parts.Add(copy.Part);
                    all &= copy.Map.IsInjective(Languages.Alphabet(name.Parts[copy.Part].Language));
                    break;
                case Piece.Derived derived:
                    parts.UnionWith(derived.Parts);
                    all &= derived.Recovers;
                    source = (Variation)Math.Max((int)source, (int)derived.Source);
                    break;
                case Piece.Text or Piece.Setting:
                    break;
            }
        }

        // Several parts in one text: whether each can be read from it is not asked.
        all &= from.Count(piece => piece is not Piece.Text) <= 1 || from.All(piece => HasOneLength(piece, name));
        if (source == Variation.Identity)
            source = recovers ? source : Variation.Event;
        return new Value.Texts([new Piece.Derived(language, [.. parts], all, source)]);
    }

    private static bool HasOneLength(Piece piece, Skeleton name) =>
        piece switch
        {
            Piece.Text => true,
            Piece.Copy copy => name.Parts[copy.Part] is var part
                && (part.Text is not null || part.Language is CharsNode),
            _ => false,
        };

    private static Value.Texts Mapped(Skeleton name, ImmutableArray<Piece> from, LetterMap map)
    {
        var pieces = ImmutableArray.CreateBuilder<Piece>(from.Length);
        foreach (Piece piece in from)
        {
            PatternNode language = piece.Language(name);
            if (piece is Piece.Text text)
                pieces.Add(new Piece.Text(map.Of(text.Value)));
            else if (piece is not Piece.Setting && map.IsIdentity(Languages.Alphabet(language)))
                pieces.Add(piece);
            else if (piece is Piece.Copy { Map: LetterMap.Same } copy)
                pieces.Add(copy with { Map = map });
            else
                pieces.AddRange(Made(name, [piece], map.Of(language), recovers: false).Pieces);
        }

        return new Value.Texts(pieces.DrainToImmutable());
    }

    // Exact where the places of the cuts are known: parts of one character, and text that the template wrote.
    private static Value.Texts Cut(Skeleton name, ImmutableArray<Piece> from, long? start, long? length)
    {
        if (start is >= 0 && length is >= 0)
        {
            long begin = start.Value,
                end = length == long.MaxValue ? long.MaxValue : begin + length.Value,
                at = 0;
            var pieces = ImmutableArray.CreateBuilder<Piece>();
            foreach (Piece piece in from)
            {
                if (at >= end)
                    return new Value.Texts(pieces.DrainToImmutable());
                string? text =
                    piece is Piece.Text own ? own.Value
                    : piece is Piece.Copy { Map: LetterMap.Same } whole ? name.Parts[whole.Part].Text
                    : null;
                bool single =
                    piece is Piece.Copy copy
                    && name.Parts[copy.Part].Language is CharsNode chars
                    && chars.Set.Ranges[^1].Last <= char.MaxValue;
                if (text is not null)
                {
                    int first = (int)Math.Clamp(begin - at, 0, text.Length),
                        last = (int)Math.Clamp(end - at, 0, text.Length);
                    if (first < last)
                        pieces.Add(new Piece.Text(text[first..last]));
                    at += text.Length;
                }
                else if (single)
                {
                    if (at >= begin)
                        pieces.Add(piece);
                    at++;
                }
                else if (at >= begin && end == long.MaxValue)
                {
                    pieces.Add(piece);
                }
                else
                {
                    return Shortened(name, from, length);
                }
            }

            return new Value.Texts(pieces.DrainToImmutable());
        }

        return Shortened(name, from, length);
    }

    private static Value.Texts Shortened(Skeleton name, ImmutableArray<Piece> from, long? length)
    {
        CharSet alphabet = from.Aggregate(CharSet.Empty, (all, piece) =>
            all.Union(Languages.Alphabet(piece.Language(name)))
        );
        if (alphabet.IsEmpty)
            return new Value.Texts([]);
        return Made(
            name,
            from,
            new RepeatNode(
                Languages.Class(alphabet, "."),
                0,
                length is >= 0 and <= PatternSize.MaxCount ? (int)length : null,
                false
            ),
            recovers: false
        );
    }

    private static Value.Texts Replaced(Skeleton name, ImmutableArray<Piece> from, string? match, string? replacement)
    {
        if (match is not { Length: > 0 } || replacement is null)
            return Made(name, from, Languages.Anything, recovers: false);
        from = Joined(from);
        if (Whole(from) is { } text)
            return new Value.Texts([new Piece.Text(text.Replace(match, replacement, StringComparison.Ordinal))]);
        CharSet sought = CharSet.Of(match);
        if (from.Any(piece => piece is Piece.Setting))
            return Made(name, from, Languages.Anything, recovers: false);
        if (match.Length > 1)
        {
            // Nothing is replaced where no piece has a character of the text.
            return from.All(piece => !Languages.Alphabet(piece.Language(name)).Intersects(sought))
                ? new Value.Texts(from)
                : Made(name, from, Languages.Anything, recovers: false);
        }

        PatternNode put = Languages.Literal(replacement);
        var pieces = ImmutableArray.CreateBuilder<Piece>(from.Length);
        foreach (Piece piece in from)
        {
            PatternNode language = piece.Language(name);
            CharSet alphabet = Languages.Alphabet(language);
            if (piece is Piece.Text own)
                pieces.Add(new Piece.Text(own.Value.Replace(match, replacement, StringComparison.Ordinal)));
            else if (!alphabet.Intersects(sought))
                pieces.Add(piece);
            else
            {
                bool recovers = replacement.Length > 0 && !alphabet.Intersects(CharSet.Of(replacement));
                pieces.AddRange(Made(name, [piece], Languages.Map(language, chars => !chars.Set.Intersects(sought)
                                ? chars
                            : chars.Set.IsSingle ? put
                            : new ChoiceNode([
                                Languages.Class(chars.Set.Without(sought), chars.Written),
                                put,
                            ])), recovers).Pieces);
            }
        }

        return new Value.Texts(pieces.DrainToImmutable());
    }

    // A number loses its leading zeros; digits of one length do not lose them to each other.
    private Value.Other Integer(Skeleton name, ImmutableArray<Piece> from, int safe)
    {
        bool digits = from.All(piece => !Languages.Alphabet(piece.Language(name)).Intersects(NotDigits));
        int? most = from.Aggregate((int?)0, (sum, piece) => sum + Languages.MostCharacters(piece.Language(name)));
        bool empty = from.All(piece => PatternParts.CanBeEmpty(piece.Language(name)));
        bool never = digits && most <= safe && !empty;
        if (!never)
            AddHint(from, ["7", "07", "x", "99999999999999999999", "3000000000", "-1", ""]);
        else
            AddHint(from, ["7", "07", "007", "42"]);
        ImmutableArray<int> parts = PartsOf(from);
        return new Value.Other(parts, Languages.Of("-?[0-9]{1,19}"), MayBeMissing: !never)
        {
            Recovers =
                never
                && from.All(piece => HasOneLength(piece, name) && piece is not Piece.Copy { Map: not LetterMap.Same }),
        };
    }

    private static readonly CharSet NotDigits = CharSet.Range('0', '9').Complement();

    private Value.Moment Parsed(Skeleton name, ImmutableArray<Piece> from, string? pattern)
    {
        ImmutableArray<int> parts = PartsOf(from);
        from = Joined(from);
        Variation source = from.OfType<Piece.Derived>().Any() ? Variation.Event : Variation.None;
        string form = pattern ?? "%Y-%m-%d";
        var language = new SequenceNode([.. from.Select(piece => piece.Language(name))]);
        IEnumerable<string> texts = DateTexts.Samples(form);
        bool DoesParse(string text) =>
            pattern is null
                ? EventTime.Parse(text) is not null || EventTime.Parse(text + "T00:00:00Z") is not null
                : DateFormat.Parse(text, pattern) is not null;
        if (Languages.Words(language, MostDates) is { } words)
        {
            List<string> bad = [.. words.Where(word => !DoesParse(word)).Take(2)];
            if (bad.Count > 0)
                risks.Add("a text that may be no date");
            texts = [.. words.Where(DoesParse).Take(4), .. words.Where(DoesParse).TakeLast(1), .. bad, .. texts];
        }
        else
            risks.Add("a text that may be no date");

        AddHint(from, [.. texts]);
        string? detail = DateTexts.Detail(form);
        bool oneForm = pattern is not null || Languages.MostCharacters(language) == 10;
        return new Value.Moment(
            parts,
            detail,
            detail is not null && oneForm && source == Variation.None && Recover(name, from),
            source
        );
    }

    private static bool Recover(Skeleton name, ImmutableArray<Piece> from) =>
        from.All(piece => piece is Piece.Text or Piece.Copy { Map: LetterMap.Same })
        && (from.Count(piece => piece is Piece.Copy) <= 1 || from.All(piece => HasOneLength(piece, name)));

    private static Value Formatted(Skeleton name, Value value, string? pattern)
    {
        if (value is not Value.Moment moment)
            return Never(value);
        return new Value.Texts([
            new Piece.Derived(
                pattern is null ? Languages.Anything : DateTexts.Written(pattern),
                moment.Parts,
                moment.Recovers
                    && pattern is not null
                    && moment.Detail is { } detail
                    && DateTexts.Tells(detail, pattern)
                    && DateTexts.Detail(pattern) is not null,
                moment.Source
            ),
        ]);
    }

    private Value Moved(Skeleton name, Value value, string function, Expression count)
    {
        if (value is not Value.Moment moment)
            return Never(value);
        risks.Add("a date that may leave the years 1 to 9999");
        // A whole number of days leaves the detail of a date as it is.
        bool keeps = function == "date.add_days" && Number(count) is not null;
        return moment with { Recovers = moment.Recovers && keeps, Detail = keeps ? moment.Detail : null };
    }

    private void AddHint(ImmutableArray<Piece> from, ImmutableArray<string> texts)
    {
        if (!from.IsEmpty && from.All(piece => piece is Piece.Copy { Map: LetterMap.Same } or Piece.Text))
            hints.Add(new Hint(from, texts));
    }

    private static ImmutableArray<int> PartsOf(ImmutableArray<Piece> pieces) =>
        [
            .. pieces
                .SelectMany(piece =>
                    piece switch
                    {
                        Piece.Copy copy => [copy.Part],
                        Piece.Derived derived => derived.Parts,
                        _ => (ImmutableArray<int>)[],
                    }
                )
                .Distinct()
                .Order(),
        ];

    /// <summary>What is known of an expression's value.</summary>
    private abstract record Value
    {
        private Value() { }

        public sealed record Texts(ImmutableArray<Piece> Pieces) : Value;

        public sealed record Nothing : Value
        {
            public static readonly Nothing Instance = new();
        }

        public sealed record Flag(bool? Holds) : Value;

        public sealed record Constant(object Of) : Value;

        public sealed record Moment(ImmutableArray<int> Parts, string? Detail, bool Recovers, Variation Source) : Value;

        public sealed record Other(ImmutableArray<int> Parts, PatternNode Language, bool MayBeMissing) : Value
        {
            public bool Recovers { get; init; }
        }
    }
}
