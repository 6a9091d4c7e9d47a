using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Yaml;

namespace Dispatcher.Routes.Loading;

/// <summary>A YAML map whose keys are fixed: unknown and repeated keys are reported when it is opened, values are taken
/// by name.</summary>
internal sealed class MapReader
{
    private readonly LoadContext context;

    // A map of fixed keys has a handful of entries: looking through them is quicker than a hash table is made.
    private readonly ImmutableArray<RawEntry> entries;

    private MapReader(LoadContext context, RawMap map, string what, ReadOnlySpan<string> known)
    {
        this.context = context;
        Position = map.Position;
        entries = Unique(context, map, what);
        foreach (RawEntry entry in entries)
        {
            if (known.IsEmpty || known.Contains(entry.Key.Value))
                continue;
            string[] names = known.ToArray();
            context.Error(
                Codes.UnknownKey,
                entry.Key.Position,
                $"{what} has no key {Quote.Value(entry.Key.Value)}",
                HintFor(context, entry, what, names)
            );
        }
    }

    private static string HintFor(LoadContext context, RawEntry entry, string what, string[] names) =>
        entry.Key.Value switch
        {
            "<<" =>
                "YAML merge keys are not taken: what routes share goes into `defaults`, where it is merged key by key",
            ['x', '-', ..] =>
                "there is no place to keep anchors: set the anchor (`&name`) where the value is first used, "
                    + "or share it by `defaults`",
            var key when Home(what, key) is { } home => home,
            var key => Suggestion.Hint(key, names, $"it has {string.Join(", ", names)}", context.Suggesting),
        };

    // A key that stands one level too high or too deep.
    private static string? Home(string what, string key) =>
        what switch
        {
            "a route" when MatchReader.Keys.Contains(key) => $"write it below `match`: `match: {{ {key}: … }}`",
            "a route" when RouteFileReader.TaskKeys.Contains(key) => $"write it below `task`: `task: {{ {key}: … }}`",
            "a route file" when RouteFileReader.DefaultsKeys.Contains(key) =>
                $"write it below `defaults`, for all routes of the file, or in a route: `defaults: {{ {key}: … }}`",
            "a route file" when RouteFileReader.RouteKeys.Contains(key) =>
                "it belongs to a route: write it below `routes:`, in an item that begins with `- name:`",
            "`match`" or "`task`" when RouteFileReader.RouteKeys.Contains(key) =>
                $"`{key}` belongs to the route: write it beside {what}, indented as that is",
            "`match`" when RouteFileReader.TaskKeys.Contains(key) => $"write it below `task`: `task: {{ {key}: … }}`",
            "`task`" when MatchReader.Keys.Contains(key) => $"write it below `match`: `match: {{ {key}: … }}`",
            _ => null,
        };

    /// <summary>Where the map begins.</summary>
    public SourcePosition Position { get; }

    /// <summary>Opens a node as a map with these keys; null, with an error, when it is something else.</summary>
    public static MapReader? Open(LoadContext context, RawNode node, string what, params ReadOnlySpan<string> known)
    {
        if (node is RawMap map)
            return new MapReader(context, map, what, known);
        context.Error(
            Codes.WrongShape,
            node.Position,
            $"{what} is {Shape(node)}",
            "it must be a map of keys and values"
        );
        return null;
    }

    /// <summary>The entries of a map with free keys, each key once; a repeated key is an error.</summary>
    public static ImmutableArray<RawEntry> Unique(LoadContext context, RawMap map, string what)
    {
        if (HasEachKeyOnce(map.Entries.AsSpan()))
            return map.Entries;
        var first = new Dictionary<string, RawEntry>(StringComparer.Ordinal);
        var unique = ImmutableArray.CreateBuilder<RawEntry>(map.Entries.Length);
        foreach (RawEntry entry in map.Entries)
        {
            if (first.TryAdd(entry.Key.Value, entry))
                unique.Add(entry);
            else
            {
                context.Error(
                    Codes.Duplicate,
                    entry.Key.Position,
                    $"{what} has the key {Quote.Value(entry.Key.Value)} twice",
                    $"remove one; the first is on line {first[entry.Key.Value].Key.Position.Line}"
                );
            }
        }

        return unique.DrainToImmutable();
    }

    /// <summary>The value of a key, or null when the key is not there.</summary>
    public RawNode? Find(string key)
    {
        foreach (RawEntry entry in entries)
        {
            if (entry.Key.Value == key)
                return entry.Value;
        }

        return null;
    }

    /// <summary>The value of a key that must be there; null with an error when it is not.</summary>
    public RawNode? Require(string key, string what, string hint)
    {
        if (Find(key) is { } node)
            return node;
        context.Error(Codes.MissingKey, Position, $"{what} has no `{key}`", hint);
        return null;
    }

    /// <summary>A scalar's text as written; null when the key is not there, or with an error when it is no
    /// text.</summary>
    public RawScalar? Text(string key) =>
        Find(key) switch
        {
            null => null,
            RawScalar scalar when !YamlScalar.IsNull(scalar) => scalar,
            { } node => Text(context, node, $"`{key}`"),
        };

    /// <summary>A boolean; false when the key is not there, or with an error when it is no boolean.</summary>
    public bool Flag(string key)
    {
        if (Find(key) is not { } node)
            return false;
        string? json = node is RawScalar scalar ? YamlScalar.Json(scalar, out _) : null;
        if (json is not ("true" or "false"))
            context.Error(Codes.WrongValue, node.Position, $"`{key}` is {Shape(node)}", "write `true` or `false`");
        return json == "true";
    }

    /// <summary>A node as text: a scalar that is not null. A number written without quotes is its digits.</summary>
    public static RawScalar? Text(LoadContext context, RawNode node, string what)
    {
        if (node is RawScalar scalar && !YamlScalar.IsNull(scalar))
            return scalar;
        context.Error(Codes.WrongShape, node.Position, $"{what} is {Shape(node)}", "it must be text");
        return null;
    }

    /// <summary>A node that is one item or a list of items.</summary>
    public static ImmutableArray<RawNode> OneOrMore(LoadContext context, RawNode node, string what)
    {
        if (node is not RawList list)
            return [node];
        if (list.Items.IsEmpty)
            context.Error(
                Codes.WrongValue,
                node.Position,
                $"{what} is an empty list",
                "write at least one item, or leave the key out"
            );
        return list.Items;
    }

    /// <summary>What a node is, for a message.</summary>
    public static string Shape(RawNode node) =>
        node switch
        {
            RawMap => "a map",
            RawList => "a list",
            RawScalar scalar when YamlScalar.IsNull(scalar) => "empty",
            RawScalar scalar => Quote.Value(scalar.Value),
            _ => "something else",
        };

    // Quadratic, so only for the few entries that nearly every map has.
    private static bool HasEachKeyOnce(ReadOnlySpan<RawEntry> entries)
    {
        if (entries.Length > 16)
            return false;
        for (int i = 1; i < entries.Length; i++)
        {
            foreach (RawEntry earlier in entries[..i])
            {
                if (earlier.Key.Value == entries[i].Key.Value)
                    return false;
            }
        }

        return true;
    }
}
