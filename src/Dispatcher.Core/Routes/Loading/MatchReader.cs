using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Routes.Yaml;

namespace Dispatcher.Routes.Loading;

/// <summary>Reads <c>match</c>.</summary>
/// <remarks>routes-v1, "match".</remarks>
internal static class MatchReader
{
    internal static readonly string[] Keys =
    [
        MatchKeys.Object.Name,
        "except",
        .. MatchKeys.Places.Select(key => key.Name),
        "event",
        "where",
    ];
    private static readonly string[] ExceptKeys = [.. MatchKeys.All.Select(key => key.Name)];

    // What every Object Storage event has an object at.
    private static readonly string[] Objects = ["data", "data.additionalDetails"];
    private static readonly ImmutableArray<ObjectEventKind> DefaultKinds =
    [
        ObjectEventKind.Create,
        ObjectEventKind.Update,
    ];

    /// <summary>The conditions, or null with the errors that keep them from being any.</summary>
    public static RouteMatch? Read(LoadContext context, RawNode? node, SourcePosition route, string routeName)
    {
        if (node is null)
        {
            context.Error(
                Codes.MissingKey,
                route,
                $"the route `{routeName}` has no `match`",
                "write `match: { object: PATTERN }`"
            );
            return null;
        }

        if (MapReader.Open(context, node, "`match`", Keys) is not { } map)
            return null;
        int before = context.ErrorCount;
        ImmutableArray<PlacedPattern> objects = map.Require(
            "object",
            "`match`",
            "write the pattern of the object names the route takes"
        )
            is { } written
            ? Patterns(context, written, "object")
            : [];
        ImmutableArray<MatchPart> exceptions = map.Find("except") is { } except ? ReadExcept(context, except) : [];
        var match = new RouteMatch
        {
            Object = objects,
            Except = [.. exceptions.Where(part => part.Key == MatchKeys.Object).SelectMany(part => part.Patterns)],
            Exceptions = [],
            Conditions =
            [
                .. MatchKeys
                    .Places.Select(key => new MatchPart(key, false, Patterns(context, map.Find(key.Name), key.Name)))
                    .Where(part => !part.Patterns.IsEmpty),
                .. map.Find("where") is { } where ? ReadWhere(context, where) : [],
            ],
            Kinds = map.Find("event") is { } kinds ? ReadKinds(context, kinds) : DefaultKinds,
        };
        return context.ErrorCount == before
            ? match.WithExceptions(exceptions.RemoveAll(part => part.Key == MatchKeys.Object), Configuration.Empty)
            : null;
    }

    /// <summary>Checks the conditions that a file shares, whether or not a route inherits them.</summary>
    public static void Check(LoadContext context, RawNode node)
    {
        if (MapReader.Open(context, node, "`match`", Keys) is not { } map)
            return;
        foreach (string key in Keys)
        {
            if (map.Find(key) is not { } value)
                continue;
            switch (key)
            {
                case "event":
                    ReadKinds(context, value);
                    break;
                case "except":
                    ReadExcept(context, value);
                    break;
                case "where":
                    ReadWhere(context, value);
                    break;
                default:
                    Patterns(context, value, key);
                    break;
            }
        }
    }

    /// <summary>One event kind; null with an error.</summary>
    public static ObjectEventKind? Kind(LoadContext context, RawNode node)
    {
        string written = (node as RawScalar)?.Value ?? "";
        if (ObjectEventKinds.Words.Find(written) is { } kind)
            return kind;
        context.Error(
            Codes.WrongValue,
            node.Position,
            $"`event` is {MapReader.Shape(node)}",
            ObjectEventKinds.Words.Hint(written)
        );
        return null;
    }

    /// <summary>One pattern; none with the errors.</summary>
    public static ImmutableArray<PlacedPattern> Pattern(LoadContext context, RawNode node, string key)
    {
        if (node is not RawList)
            return Patterns(context, node, key);
        context.Error(
            Codes.WrongShape,
            node.Position,
            $"`{key}` is a list",
            "write one pattern; join several with `|`"
        );
        return [];
    }

    private static ImmutableArray<ObjectEventKind> ReadKinds(LoadContext context, RawNode node) =>
        [
            .. MapReader
                .OneOrMore(context, node, "`event`")
                .Select(item => Kind(context, item))
                .OfType<ObjectEventKind>()
                .Distinct(),
        ];

    // Patterns of the object's name, or a map from a key to patterns.
    private static ImmutableArray<MatchPart> ReadExcept(LoadContext context, RawNode node)
    {
        if (node is not RawMap)
            return [new(MatchKeys.Object, true, Patterns(context, node, "except"))];
        if (MapReader.Open(context, node, "`except`", ExceptKeys) is not { } map)
            return [];
        HasEntries(context, (RawMap)node, "except", "write `except: { bucket: PATTERN }`, or leave the key out");
        return
        [
            .. MatchKeys
                .All.Select(key => new MatchPart(key, true, Patterns(context, map.Find(key.Name), key.Name)))
                .Where(part => !part.Patterns.IsEmpty),
        ];
    }

    private static ImmutableArray<MatchPart> ReadWhere(LoadContext context, RawNode node)
    {
        const string Example = "`where: { data.additionalDetails.archivalState: Available }`";
        if (node is not RawMap map)
        {
            context.Error(
                Codes.WrongShape,
                node.Position,
                $"`where` is {MapReader.Shape(node)}",
                $"write a map from the path of an event member to its pattern, such as {Example}"
            );
            return [];
        }

        HasEntries(context, map, "where", $"write {Example}, or leave the key out");
        var parts = ImmutableArray.CreateBuilder<MatchPart>();
        foreach (RawEntry entry in MapReader.Unique(context, map, "`where`"))
        {
            string path = entry.Key.Value;
            if (EventMember.Names(path) is null)
                context.Error(
                    Codes.WrongValue,
                    entry.Key.Position,
                    $"the path {Quote.Value(path)} has an empty name",
                    $"write names with one dot between them, such as {Example}"
                );
            else if (Objects.Contains(path))
                context.Error(
                    Codes.WrongValue,
                    entry.Key.Position,
                    $"`{path}` is an object in every event, and no pattern matches an object",
                    $"write the path of a member of it, such as {Example}"
                );
            else if (entry.Value is RawMap)
                context.Error(
                    Codes.WrongShape,
                    entry.Value.Position,
                    $"`{Quote.Line(path)}` is a map",
                    $"write the whole path in one key, with dots, such as {Example}"
                );
            else if (Patterns(context, entry.Value, path) is { IsEmpty: false } patterns)
                parts.Add(new MatchPart(MatchKeys.Where(path), false, patterns));
        }

        return parts.DrainToImmutable();
    }

    private static void HasEntries(LoadContext context, RawMap map, string key, string hint)
    {
        if (map.Entries.IsEmpty)
            context.Error(Codes.WrongValue, map.Position, $"`{key}` is an empty map", hint);
    }

    private static ImmutableArray<PlacedPattern> Patterns(LoadContext context, RawNode? node, string key)
    {
        if (node is null)
            return [];
        var patterns = ImmutableArray.CreateBuilder<PlacedPattern>();
        foreach (RawNode item in MapReader.OneOrMore(context, node, $"`{key}`"))
        {
            if (MapReader.Text(context, item, $"`{key}`") is not { } text)
                continue;
            ImmutableArray<PatternHole> holes = PatternHoles.In(text.Value);
            if (!HolesAreFine(context, text, holes, key))
                continue;
            PatternParse parse = context.Pattern(
                holes.IsEmpty ? text.Value : PatternHoles.Filled(text.Value, find: _ => null)
            );
            // All problems of a pattern of another kind have one cause.
            string? foreign = parse.Problems.IsEmpty ? null : ForeignPattern.Advice(text.Value);
            foreach (PatternProblem problem in parse.Problems.Take(foreign is null ? int.MaxValue : 1))
                context.Error(
                    problem.Code,
                    holes.IsEmpty ? text.At(problem.Offset) : text.Position,
                    problem.Message,
                    foreign ?? HintFor(problem, key)
                );
            if (parse.Pattern is { } pattern)
                patterns.Add(new PlacedPattern(pattern, text.Position) { Written = holes.IsEmpty ? null : text.Value });
        }

        return patterns.DrainToImmutable();
    }

    // routes-v1, "match": bucket, namespace and compartment may hold `{{ config.KEY }}`.
    private static bool HolesAreFine(LoadContext context, RawScalar text, ImmutableArray<PatternHole> holes, string key)
    {
        bool mayHold = MatchKeys.Places.Any(place => place.Name == key);
        foreach (PatternHole hole in holes)
        {
            if (mayHold && hole.Key is not null)
                continue;
            context.Error(
                Codes.PatternConfiguration,
                text.At(hole.Offset),
                mayHold
                    ? $"{Quote.Value(text.Value.Substring(hole.Offset, hole.Length))} cannot stand in a pattern"
                    : $"`{Quote.Line(key)}` takes patterns, not templates",
                mayHold
                    ? "write `{{ config.KEY }}`, outside of a class; it stands for the value, literally"
                    : "write a pattern, such as `landing-(dev|test|prod)`; "
                        + "`{{ config.KEY }}` may stand in bucket, namespace and compartment"
            );
            return false;
        }

        return true;
    }

    private static string HintFor(PatternProblem problem, string key) =>
        key == MatchKeys.Object.Name || !problem.Hint.Contains("`except`", StringComparison.Ordinal) ? problem.Hint
        : MatchKeys.Places.Any(place => place.Name == key)
            ? problem.Hint.Replace("`except`", $"`except: {{ {key}: PATTERN }}`", StringComparison.Ordinal)
        : "write out the values that may stand there";
}
