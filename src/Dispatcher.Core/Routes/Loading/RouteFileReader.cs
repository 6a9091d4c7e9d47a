using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Yaml;
using Dispatcher.Templates.Compiling;

namespace Dispatcher.Routes.Loading;

/// <summary>Reads one route file: version, defaults, and the routes with the defaults merged in.</summary>
internal sealed class RouteFileReader
{
    private const string SinkWord = "none";

    // What a route that starts nothing has no use for.
    private static readonly string[] NotForSinks = ["bindings", "vars", "writes", "group", "max_length", "max_running"];

    private const int MaxAllowedLength = 1024 * 1024,
        MaxAllowedRunning = 1000;

    internal static readonly string[] FileKeys = ["version", "defaults", "routes"];
    internal static readonly string[] DefaultsKeys = ["task", "vars", "bindings", "match"];
    internal static readonly string[] TaskKeys = ["key", "workspace", "application", "name", "description"];

    internal static readonly string[] RouteKeys =
    [
        "name",
        "description",
        "owner",
        "state",
        "match",
        "continue",
        "fallback",
        "overrides",
        "task",
        "vars",
        "bindings",
        "writes",
        "group",
        "expect",
        "max_length",
        "max_running",
        "tests",
    ];

    private readonly LoadContext context;
    private readonly RouteFile file;
    private readonly HashSet<RawNode> sharedNodes = new(ReferenceEqualityComparer.Instance);
    private MapReader? defaults;

    private RouteFileReader(LoadContext context, RouteFile file) => (this.context, this.file) = (context, file);

    /// <summary>The file's routes; their <see cref="Route.Index"/> counts from <paramref name="firstIndex"/>. Problems
    /// go to the context.</summary>
    public static IEnumerable<Route> Read(LoadContext context, RouteFile file, RouteFileText text, int firstIndex) =>
        new RouteFileReader(context, file).Read(text, firstIndex);

    private List<Route> Read(RouteFileText text, int firstIndex)
    {
        var start = new SourcePosition(file.Shown, 1, 1);
        if (text.Problem is { } problem)
            context.Add(problem);
        if (text.Root is not { } root || MapReader.Open(context, root, "a route file", FileKeys) is not { } map)
            return [];
        CheckVersion(map, start);
        defaults = map.Find("defaults") is { } node ? MapReader.Open(context, node, "`defaults`", DefaultsKeys) : null;
        if (defaults is not null)
        {
            DefaultsCheck.Run(context, defaults, TaskKeys);
            foreach (string key in DefaultsKeys)
                AddTo(sharedNodes, defaults.Find(key));
        }

        RawNode? written = map.Require("routes", "the file", "write `routes:` and a list of routes");
        if (written is not null and not RawList)
            context.Error(
                Codes.WrongShape,
                written.Position,
                $"`routes` is {MapReader.Shape(written)}",
                "write a list, each item beginning with `- name:`"
            );
        var list = written as RawList;
        List<Route> routes = list is null ? [] : ReadRoutes(list, firstIndex);
        if (defaults is not null)
            DefaultsCheck.Templates(context, defaults, TaskKeys, AnyVar(list));
        return routes;
    }

    private static void AddTo(HashSet<RawNode> nodes, RawNode? node)
    {
        if (node is null)
            return;
        nodes.Add(node);
        foreach (
            RawNode inner in node switch
            {
                RawMap map => map.Entries.Select(entry => entry.Value),
                RawList list => list.Items,
                _ => [],
            }
        )
            AddTo(nodes, inner);
    }

    // Every name that a route of this file may look up below `vars`.
    private HashSet<string> AnyVar(RawList? routes)
    {
        IEnumerable<RawNode?> all = (routes?.Items.OfType<RawMap>() ?? [])
            .Select(route => route.Find("vars"))
            .Append(defaults?.Find("vars"));
        return all.OfType<RawMap>()
            .SelectMany(vars => vars.Entries)
            .Select(entry => entry.Key.Value)
            .ToHashSet(StringComparer.Ordinal);
    }

    private void CheckVersion(MapReader map, SourcePosition start)
    {
        switch (map.Find("version"))
        {
            case null:
                context.Error(
                    Codes.MissingKey,
                    start,
                    "the file has no `version`",
                    "write `version: 1` on its first line"
                );
                break;
            case RawScalar scalar when YamlScalar.Json(scalar, out _) == "1":
                break;
            case { } other:
                context.Error(
                    Codes.UnsupportedVersion,
                    other.Position,
                    $"`version` is {MapReader.Shape(other)}",
                    "this dispatcher reads version 1; write `version: 1`"
                );
                break;
        }
    }

    private List<Route> ReadRoutes(RawList list, int firstIndex)
    {
        var routes = new List<Route>(list.Items.Length);
        foreach (RawNode item in list.Items)
        {
            context.Route =
                item is RawMap map && map.Find("name") is RawScalar name && IsName(name.Value) ? name.Value : null;
            if (ReadRoute(item, firstIndex + routes.Count) is { } route)
                routes.Add(route);
        }

        context.Route = null;

        return routes;
    }

    private Route? ReadRoute(RawNode node, int index)
    {
        if (context.IsTooLarge || MapReader.Open(context, node, "a route", RouteKeys) is not { } map)
            return null;
        int before = context.ErrorCount;
        (string name, SourcePosition position) = ReadName(map);
        RouteMatch? match = MatchReader.Read(context, Merged("match", map), map.Position, name);
        ImmutableArray<RouteTest> tests = map.Find("tests") is { } listed
            ? ReadTests(listed, match, isGrouped: map.Find("group") is not null)
            : [];
        int maxLength = ReadNumber(map, "max_length", "of characters", MaxAllowedLength) ?? Route.DefaultMaxLength;
        int? maxRunning = ReadNumber(map, "max_running", "of runs", MaxAllowedRunning);

        bool sink = map.Find("task") is RawScalar { Value: SinkWord };
        if (sink)
            CheckSink(map, name);
        // The defaults' variables and bindings are for the routes that start something.
        RawNode? vars = sink ? null : Merged("vars", map),
            bound = sink ? null : Merged("bindings", map);
        if (!context.CanMerge(CountOf(vars) + CountOf(bound), position))
            return null;
        var names = TemplateNames.Of(
            [.. match?.Object.Select(placed => placed.Pattern) ?? []],
            (vars as RawMap)?.Entries.Select(entry => entry.Key.Value) ?? []
        );
        RawNode? grouped = map.Find("group"),
            expected = map.Find("expect");
        TemplateNames keyNames = names.For(TemplateUse.Key);
        if (grouped is not null)
            names = names.For(TemplateUse.Group);
        // With a pattern that does not parse, its groups are not known.
        bool groupsKnown = match is not null;
        var varTemplates = new TemplateReader(context, names.WithoutVars, groupsKnown) { Defaults = sharedNodes };
        ImmutableArray<RouteVariable> variables = ReadVars(varTemplates, vars);
        var templates = new TemplateReader(context, names, groupsKnown) { Defaults = sharedNodes };
        RouteTask? task = sink ? null : ReadTask(templates, Merged("task", map), map.Position, name);
        int beforeBindings = context.ErrorCount;
        ImmutableArray<RouteBinding> bindings = ReadBindings(templates, bound);
        ImmutableArray<RouteWrite>? writes =
            !sink && map.Find("writes") is { } written
                ? WriteReader.Read(context, written, bindings, allRead: context.ErrorCount == beforeBindings)
                : null;
        var keys = new TemplateReader(context, keyNames, groupsKnown);
        RouteGrouping? group = grouped is null ? null : GroupReader.Read(context, keys, grouped, match);
        RouteExpectation? expect = expected is null ? null : ExpectReader.Read(context, keys, expected);
        RouteState state = ReadState(map);
        ImmutableArray<string> overrides = ReadOverrides(map);
        bool goesOn = map.Flag("continue"),
            fallback = map.Flag("fallback");
        string? description = map.Text("description")?.Value,
            owner = map.Text("owner")?.Value;
        if (context.ErrorCount > before || match is null || (task is null && !sink))
            return null;
        return new Route
        {
            Name = name,
            Position = position,
            File = file.Path,
            Index = index,
            State = state,
            Match = match,
            Task = task,
            Vars = variables,
            UsedVars = templates.UsesAnyVar
                ? variables
                : variables.RemoveAll(variable => !templates.UsedVars.Contains(variable.Name)),
            UsesGroups = templates.UsesGroups || varTemplates.UsesGroups || keys.UsesGroups,
            Bindings = bindings,
            Writes = writes,
            Group = group,
            Expect = expect,
            Tests = tests,
            Overrides = overrides,
            Continue = goesOn,
            Fallback = fallback,
            Description = description,
            Owner = owner,
            MaxLength = maxLength,
            MaxRunning = maxRunning,
        };
    }

    // routes-v1, "match": a sink has no bindings.
    private void CheckSink(MapReader map, string name)
    {
        foreach (string key in NotForSinks)
        {
            if (map.Find(key) is { } node)
                context.Error(
                    Codes.WrongValue,
                    node.Position,
                    $"the sink `{name}` has `{key}`, and it starts nothing (`task: none`)",
                    "remove it, or write the task's key: `task: { key: KEY }`"
                );
        }
    }

    private (string Name, SourcePosition Position) ReadName(MapReader map)
    {
        const string Hint =
            "write `name:` and lower-case letters, digits, `.`, `_` or `-`, at most 63, "
            + "beginning with a letter or digit";
        if (
            map.Require("name", "the route", Hint) is not { } node
            || MapReader.Text(context, node, "`name`") is not { } text
        )
            return ("?", map.Position);
        if (!IsName(text.Value))
            context.Error(Codes.BadRouteName, text.Position, $"{Quote.Value(text.Value)} is not a route name", Hint);
        else if (context.Names.TryAdd(text.Value, text.Position))
            return (text.Value, text.Position);
        else
        {
            context.Error(
                Codes.Duplicate,
                text.Position,
                $"the route name `{text.Value}` is used twice",
                $"rename one; the first is at {context.Names[text.Value]}"
            );
        }

        return (text.Value, text.Position);
    }

    private static bool IsName(string name) =>
        name.Length is >= 1 and <= 63
        && (char.IsAsciiLetterLower(name[0]) || char.IsAsciiDigit(name[0]))
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');

    private ImmutableArray<RouteTest> ReadTests(RawNode node, RouteMatch? match, bool isGrouped)
    {
        if (node is RawList list)
            return [.. list.Items.Select(item => TestReader.Read(context, item, match, isGrouped)).OfType<RouteTest>()];
        context.Error(
            Codes.WrongShape,
            node.Position,
            $"`tests` is {MapReader.Shape(node)}",
            "write a list, each item beginning with `- object:`"
        );
        return [];
    }

    private ImmutableArray<RouteVariable> ReadVars(TemplateReader templates, RawNode? node)
    {
        if (node is null || MapReader.Open(context, node, "`vars`") is null)
            return [];
        var variables = ImmutableArray.CreateBuilder<RouteVariable>();
        foreach (RawEntry entry in MapReader.Unique(context, (RawMap)node, "`vars`"))
        {
            if (templates.ReadVariable(entry) is { } value)
                variables.Add(new RouteVariable(entry.Key.Value, value));
        }

        return variables.DrainToImmutable();
    }

    private RouteTask? ReadTask(TemplateReader templates, RawNode? node, SourcePosition route, string name)
    {
        const string Hint = "write `task: { key: KEY }`, the published task's key";
        if (node is null)
        {
            context.Error(Codes.MissingKey, route, $"the route `{name}` has no `task`", Hint);
            return null;
        }

        if (node is RawScalar)
        {
            context.Error(
                Codes.WrongShape,
                node.Position,
                $"`task` is {MapReader.Shape(node)}",
                "write `task: { key: KEY }`, or `task: none` for names that are known and start nothing"
            );
            return null;
        }

        if (MapReader.Open(context, node, "`task`", TaskKeys) is not { } map)
            return null;
        PlacedTemplate? key = map.Require("key", "`task`", Hint) is { } written
            ? templates.Read(written, "`key`")
            : null;
        PlacedTemplate? Optional(string member) =>
            map.Find(member) is { } value ? templates.Read(value, $"`{member}`") : null;
        PlacedTemplate? workspace = Optional("workspace"),
            application = Optional("application");
        PlacedTemplate? runName = Optional("name"),
            description = Optional("description");
        return key is null ? null : new RouteTask(key, workspace, application, runName, description);
    }

    private ImmutableArray<RouteBinding> ReadBindings(TemplateReader templates, RawNode? node)
    {
        if (node is null || MapReader.Open(context, node, "`bindings`") is null)
            return [];
        return
        [
            .. MapReader
                .Unique(context, (RawMap)node, "`bindings`")
                .Select(entry => BindingReader.Read(context, templates, entry))
                .OfType<RouteBinding>(),
        ];
    }

    private RouteState ReadState(MapReader map)
    {
        if (map.Text("state") is not { } text)
            return RouteState.Enabled;
        if (RouteStates.Words.Find(text.Value) is { } state)
            return state;
        context.Error(
            Codes.WrongValue,
            text.Position,
            $"`state` is {Quote.Value(text.Value)}",
            RouteStates.Words.Hint(text.Value)
        );
        return RouteState.Disabled;
    }

    private ImmutableArray<string> ReadOverrides(MapReader map)
    {
        if (map.Find("overrides") is not { } node)
            return [];
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (RawNode item in MapReader.OneOrMore(context, node, "`overrides`"))
        {
            if (MapReader.Text(context, item, "`overrides`") is not { } text)
                continue;
            names.Add(text.Value);
            context.Expected.Add((text.Value, text.Position, context.Route));
        }

        return names.DrainToImmutable();
    }

    private int? ReadNumber(MapReader map, string key, string what, int most)
    {
        if (map.Find(key) is not { } node)
            return null;
        if (
            node is RawScalar scalar
            && YamlScalar.Json(scalar, out _) is { } json
            && int.TryParse(json, out int number)
            && number > 0
            && number <= most
        )
            return number;
        context.Error(
            Codes.WrongValue,
            node.Position,
            $"`{key}` is {MapReader.Shape(node)}",
            $"write a number {what} from 1 to {most}"
        );
        return null;
    }

    // routes-v1, "Merging": key by key; what the route says wins; a binding's value is replaced whole.
    private static int CountOf(RawNode? node) => node is RawMap map ? map.Entries.Length : 0;

    private RawNode? Merged(string key, MapReader route)
    {
        RawNode? shared = defaults?.Find(key),
            own = route.Find(key);
        if (shared is null || own is null)
            return own ?? shared;
        if (shared is not RawMap sharedMap || own is not RawMap ownMap)
            return shared is RawMap ? own : shared;
        var entries = ImmutableArray.CreateBuilder<RawEntry>(sharedMap.Entries.Length + ownMap.Entries.Length);
        var more = new Dictionary<string, RawEntry>(ownMap.Entries.Length, StringComparer.Ordinal);
        foreach (RawEntry entry in ownMap.Entries)
            more.TryAdd(entry.Key.Value, entry);
        foreach (RawEntry entry in sharedMap.Entries)
            entries.Add(more.Remove(entry.Key.Value, out RawEntry winner) ? winner : entry);
        entries.AddRange(ownMap.Entries.Where(entry => more.ContainsKey(entry.Key.Value)));
        return new RawMap(ownMap.Position, entries.DrainToImmutable());
    }
}
