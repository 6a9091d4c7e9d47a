using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Routes.Yaml;

namespace Dispatcher.Routes.Loading;

/// <summary>Reads <c>tests</c>.</summary>
/// <remarks>routes-v1, "Route tests".</remarks>
internal static class TestReader
{
    private static readonly string[] Keys =
    [
        "object",
        "objects",
        "bucket",
        "namespace",
        "event",
        "etag",
        "time",
        "config",
        "raw",
        "expect",
    ];
    private static readonly string[] Parts = ["bucket", "namespace", "event", "etag", "time"];
    private static readonly string[] ExpectKeys = ["route", "task", "bindings", "exact"];
    private static readonly string[] TaskKeys = ["key", "workspace", "application", "name", "description"];

    /// <summary>One test, or null with the errors.</summary>
    /// <param name="context">Where problems go.</param>
    /// <param name="node">The entry of the list.</param>
    /// <param name="match">The route's own conditions: what the test leaves out is filled in so that they hold.</param>
    /// <param name="isGrouped">Whether the route has a <c>group</c>, whose tests have <c>objects</c>.</param>
    public static RouteTest? Read(LoadContext context, RawNode node, RouteMatch? match, bool isGrouped)
    {
        if (MapReader.Open(context, node, "a test", Keys) is not { } map)
            return null;
        int before = context.ErrorCount;
        Configuration? configuration = map.Find("config") is { } config ? ReadConfiguration(context, config) : null;
        RouteMatch? own = configuration is null ? match : match?.Under(configuration);
        (string Name, Func<ImmutableArray<StorageEvent>> Read)? source = map.Find("raw") is { } raw
            ? ReadRaw(context, map, raw) is { } given
                ? (given.ObjectName, () => [given])
                : null
            : isGrouped
                ? ReadObjects(context, map, own)
                : ReadObject(context, map, own);
        TestExpectation? expect = map.Require(
            "expect",
            "the test",
            "write `expect: unmatched`, or what must be started"
        )
            is { } expected
            ? ReadExpectation(context, expected)
            : null;
        return context.ErrorCount > before || source is not var (name, read) || expect is null
            ? null
            : new RouteTest(read)
            {
                Position = map.Position,
                Object = name,
                Given = Given(map),
                Configuration = configuration,
                Expect = expect,
            };
    }

    private static string Given(MapReader map)
    {
        string given = "";
        foreach (string part in Parts)
        {
            if (map.Find(part) is RawScalar scalar)
                given += $"{(given.Length == 0 ? "" : ", ")}{part}: {scalar.Value}";
        }

        return given;
    }

    private static (string Name, Func<ImmutableArray<StorageEvent>> Read)? ReadObject(
        LoadContext context,
        MapReader map,
        RouteMatch? match
    )
    {
        if (map.Find("objects") is { } several)
        {
            context.Error(
                Codes.WrongValue,
                several.Position,
                "only a test of a route with `group` has `objects`",
                "write `object:` and one name"
            );
            return null;
        }

        if (
            map.Require("object", "the test", "write the object's name") is not { } node
            || MapReader.Text(context, node, "`object`") is not { } name
            || ReadParts(context, map, match, name) is not { } read
        )
            return null;
        return (name.Value, () => [read()]);
    }

    private static (string Name, Func<ImmutableArray<StorageEvent>> Read)? ReadObjects(
        LoadContext context,
        MapReader map,
        RouteMatch? match
    )
    {
        const string Hint = "write `objects: [NAME, …]`: a test of a route with `group` is about a group";
        if (map.Find("object") is { } single)
        {
            context.Error(Codes.WrongValue, single.Position, "the test of a route with `group` has `object`", Hint);
            return null;
        }

        if (map.Require("objects", "the test", Hint) is not { } node)
            return null;
        var names = new HashSet<string>(StringComparer.Ordinal);
        var reads = ImmutableArray.CreateBuilder<Func<StorageEvent>>();
        string? first = null;
        foreach (RawNode item in MapReader.OneOrMore(context, node, "`objects`"))
        {
            if (MapReader.Text(context, item, "an object's name") is not { } name)
                continue;
            if (!names.Add(name.Value))
                context.Error(
                    Codes.Duplicate,
                    name.Position,
                    $"the object {Quote.Value(name.Value)} is there twice",
                    "remove one"
                );
            else if (ReadParts(context, map, match, name) is { } read)
                reads.Add(read);
            first ??= name.Value;
        }

        ImmutableArray<Func<StorageEvent>> all = reads.DrainToImmutable();
        return first is null ? null : (first, () => [.. all.Select(read => read())]);
    }

    private static Func<StorageEvent>? ReadParts(LoadContext context, MapReader map, RouteMatch? match, RawScalar name)
    {
        ObjectEventKind? kind = map.Find("event") is { } written ? MatchReader.Kind(context, written) : null;
        DateTimeOffset? time = DateTimeOffset.UnixEpoch;
        if (map.Text("time") is { } text && (time = EventTime.Parse(text.Value)) is null)
            context.Error(
                Codes.WrongValue,
                text.Position,
                $"`time` is {Quote.Value(text.Value)}",
                "write a time such as 2022-08-12T10:00:00Z"
            );
        EventDocument document = EventDefaults.Fill(
            new()
            {
                Object = name.Value,
                Kind = kind ?? EventDefaults.Kind(match),
                ETag = map.Text("etag")?.Value,
                Time = time ?? DateTimeOffset.UnixEpoch,
            },
            match
        );
        foreach (MatchKey key in MatchKeys.Places)
        {
            if (Keys.Contains(key.Name) && map.Text(key.Name) is { } given)
                document = key.With(document, given.Value);
        }

        // Nearly every test's parts are known to make an event, which then is made only when the test runs.
        if (document.IsSurelyAccepted)
            return () => ((EventReading.Accepted)document.Read()).Event;
        return Accept(context, document.Read(), name.Position) is { } storageEvent ? () => storageEvent : null;
    }

    private static StorageEvent? ReadRaw(LoadContext context, MapReader map, RawNode raw)
    {
        foreach (string part in Parts)
        {
            if (map.Find(part) is { } node)
                context.Error(
                    Codes.WrongValue,
                    node.Position,
                    $"the test has `raw` and `{part}`",
                    "`raw` is the whole event; leave the parts out"
                );
        }

        byte[]? json = raw is RawScalar text ? Encoding.UTF8.GetBytes(text.Value) : RawJson.Write(context, raw);
        if (json is null || Accept(context, EventReader.Read(json), raw.Position) is not { } storageEvent)
            return null;
        if (map.Text("object") is { } name && name.Value != storageEvent.ObjectName)
        {
            context.Error(
                Codes.WrongValue,
                name.Position,
                $"`object` is not the object of `raw`, {Quote.Value(storageEvent.ObjectName)}",
                "leave `object` out, or write the same name"
            );
        }

        return storageEvent;
    }

    private static StorageEvent? Accept(LoadContext context, EventReading reading, SourcePosition position)
    {
        switch (reading)
        {
            case EventReading.Accepted accepted:
                return accepted.Event;
            case EventReading.Malformed malformed:
                foreach (DispatchError error in malformed.Errors)
                    context.Error(error.Code, position, error.Message.TrimEnd('.'), "");
                return null;
            default:
                context.Error(
                    Codes.WrongValue,
                    position,
                    $"the event is of type {Quote.Value(((EventReading.Ignored)reading).Type)}",
                    "a test is about an Object Storage object event"
                );
                return null;
        }
    }

    private static Configuration? ReadConfiguration(LoadContext context, RawNode node)
    {
        if (MapReader.Open(context, node, "`config`") is null)
            return null;
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (RawEntry entry in MapReader.Unique(context, (RawMap)node, "`config`"))
        {
            if (MapReader.Text(context, entry.Value, $"the configuration key `{entry.Key.Value}`") is not { } value)
                continue;
            if (!Configuration.IsVisible(entry.Key.Value))
            {
                context.Error(
                    Codes.WrongValue,
                    entry.Key.Position,
                    $"templates do not see the configuration key {Quote.Value(entry.Key.Value)}",
                    "the platform's, the dispatcher's and the process's own variables are hidden; name it otherwise"
                );
                continue;
            }

            pairs.Add(new(entry.Key.Value, value.Value));
        }

        return Configuration.OfTest(pairs);
    }

    private static TestExpectation? ReadExpectation(LoadContext context, RawNode node)
    {
        if (node is RawScalar scalar)
        {
            if (scalar.Value == "unmatched")
                return new TestExpectation { Unmatched = true };
            if (YamlScalar.IsNull(scalar))
                context.Error(
                    Codes.EmptyTest,
                    node.Position,
                    "the test expects nothing",
                    "write `unmatched`, or what must be started"
                );
            else
            {
                context.Error(
                    Codes.WrongValue,
                    node.Position,
                    $"`expect` is {MapReader.Shape(node)}",
                    Suggestion.Hint(
                        scalar.Value,
                        ["unmatched"],
                        "write `unmatched`, or a map of route, task and bindings"
                    )
                );
            }

            return null;
        }

        if (MapReader.Open(context, node, "`expect`", ExpectKeys) is not { } map)
            return null;
        bool exact = map.Flag("exact");
        var routes = ImmutableArray.CreateBuilder<string>();
        if (map.Find("route") is { } route)
        {
            foreach (RawNode item in MapReader.OneOrMore(context, route, "`route`"))
            {
                if (MapReader.Text(context, item, "`route`") is not { } name)
                    continue;
                routes.Add(name.Value);
                context.Expected.Add((name.Value, name.Position, context.Route));
            }
        }

        var expectation = new TestExpectation
        {
            Routes = routes.DrainToImmutable(),
            Task = ReadTask(context, map.Find("task")),
            Bindings = ReadBindings(context, map.Find("bindings")),
            Exact = exact,
        };
        bool asserts = !expectation.Routes.IsEmpty || !expectation.Task.IsEmpty || !expectation.Bindings.IsEmpty;
        if (!asserts)
            context.Error(
                Codes.EmptyTest,
                node.Position,
                "the test asserts nothing",
                exact
                    ? "`exact` is about what else is bound; name a `route` or `bindings` beside it"
                    : "name a `route`, members of `task`, or `bindings`"
            );
        return asserts ? expectation : null;
    }

    private static ImmutableArray<KeyValuePair<string, string>> ReadTask(LoadContext context, RawNode? node)
    {
        if (node is null || MapReader.Open(context, node, "`task`", TaskKeys) is not { } map)
            return [];
        var members = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (string key in TaskKeys)
        {
            if (map.Text(key) is not { } text)
                continue;
            YamlScalar.Json(text, out ScalarProblem? problem);
            if (problem is not null)
                context.Error(Codes.WrongValue, text.Position, problem.Message, problem.Hint);
            else
                members.Add(new(key, text.Value));
        }

        return members.DrainToImmutable();
    }

    private static ImmutableArray<KeyValuePair<string, JsonElement>> ReadBindings(LoadContext context, RawNode? node)
    {
        if (node is null || MapReader.Open(context, node, "`bindings`") is null)
            return [];
        var bindings = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonElement>>();
        foreach (RawEntry entry in MapReader.Unique(context, (RawMap)node, "`bindings`"))
        {
            if (BindingReader.Form(context, entry.Value, entry.Key.Value) is not { } form)
                continue;
            if (
                form is { Kind: BindingKind.Schema, Value: RawScalar text }
                && !BindingReader.IsSchema(context, text, text.Value)
            )
                continue;
            if (RawJson.Binding(context, form.Kind, form.Value) is { } json)
                bindings.Add(new(entry.Key.Value, json));
        }

        return bindings.DrainToImmutable();
    }
}
