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
    private static readonly string[] Keys =
    [
        MatchKeys.Object.Name,
        "except",
        .. MatchKeys.Places.Select(key => key.Name),
        "event",
    ];
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
        var match = new RouteMatch
        {
            Object = objects,
            Except = Patterns(context, map.Find("except"), "except"),
            Conditions =
            [
                .. MatchKeys
                    .Places.Select(key => new MatchPart(key, false, Patterns(context, map.Find(key.Name), key.Name)))
                    .Where(part => !part.Patterns.IsEmpty),
            ],
            Kinds = map.Find("event") is { } kinds ? ReadKinds(context, kinds) : DefaultKinds,
        };
        return context.ErrorCount == before ? match : null;
    }

    /// <summary>Checks the conditions that a file shares, whether or not a route inherits them.</summary>
    public static void Check(LoadContext context, RawNode node)
    {
        if (MapReader.Open(context, node, "`match`", Keys) is not { } map)
            return;
        foreach (string key in Keys)
        {
            if (key != "event")
                Patterns(context, map.Find(key), key);
            else if (map.Find(key) is { } kinds)
                ReadKinds(context, kinds);
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

    private static ImmutableArray<ObjectEventKind> ReadKinds(LoadContext context, RawNode node) =>
        [
            .. MapReader
                .OneOrMore(context, node, "`event`")
                .Select(item => Kind(context, item))
                .OfType<ObjectEventKind>()
                .Distinct(),
        ];

    private static ImmutableArray<PlacedPattern> Patterns(LoadContext context, RawNode? node, string key)
    {
        if (node is null)
            return [];
        var patterns = ImmutableArray.CreateBuilder<PlacedPattern>();
        foreach (RawNode item in MapReader.OneOrMore(context, node, $"`{key}`"))
        {
            if (MapReader.Text(context, item, $"`{key}`") is not { } text)
                continue;
            PatternParse parse = context.Pattern(text.Value);
            foreach (PatternProblem problem in parse.Problems)
                context.Error(problem.Code, text.At(problem.Offset), problem.Message, problem.Hint);
            if (parse.Pattern is { } pattern)
                patterns.Add(new PlacedPattern(pattern, text.Position));
        }

        return patterns.DrainToImmutable();
    }
}
