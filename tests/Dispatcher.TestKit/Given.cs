using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Routes.Loading;

namespace Dispatcher.TestKit;

/// <summary>The few things nearly every test begins with.</summary>
internal static class Given
{
    public static RouteFile File(string yaml, string path = "r.yaml") => new(path, Encoding.UTF8.GetBytes(yaml));

    public static RouteLoad Load(params string[] yamls) =>
        RouteLoader.Load(yamls.Select((yaml, i) => File(yaml, yamls.Length == 1 ? "r.yaml" : $"r{i}.yaml")));

    public static RouteSet Set(params string[] yamls)
    {
        RouteLoad load = Load(yamls);
        Assert.True(load.Set is not null, string.Join('\n', load.Diagnostics));
        return load.Set;
    }

    public static DispatchPlanner Planner(params string[] yamls) => DispatchPlanner.For(Set(yamls));

    public static StorageEvent Event(
        string name,
        string bucket = "b",
        ObjectEventKind kind = ObjectEventKind.Create,
        string? etag = "e"
    ) =>
        Event(
            new EventDocument
            {
                Object = name,
                Bucket = bucket,
                Kind = kind,
                ETag = etag,
            }
        );

    public static StorageEvent Event(EventDocument document) =>
        Assert.IsType<EventReading.Accepted>(document.Read()).Event;

    public static Configuration Config(params (string Key, string Value)[] pairs) =>
        Configuration.From(pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));

    /// <summary>A configuration that has the workspace and the application.</summary>
    public static Configuration Here { get; } = Config(("workspace_id", "ws"), ("application_key", "app"));

    public static string Invariant(string format, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);

    public static string[] Lines(ImmutableArray<Diagnostic> diagnostics) => [.. diagnostics.Select(d => d.ToString())];

    /// <summary>A file of one route under the given keys, each line indented as a member of the route.</summary>
    public static string Route(string members) =>
        "version: 1\nroutes:\n  - name: r\n" + string.Concat(members.Split('\n').Select(line => $"    {line}\n"));
}
