using System.Globalization;
using System.Text;
using Dispatcher.Events;
using Dispatcher.NativeBench;
using Dispatcher.Routes;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Benchmarks.Matching;

/// <summary>Route sets and events to measure with. The number of different events is the same for every number of
/// routes, so that the events' own memory weighs the same.</summary>
internal static class Workload
{
    /// <summary>How many different events there are.</summary>
    public const int Events = 10_000;

    /// <summary>Realistic routes; every one begins with a folder of its own.</summary>
    public static RouteSet Realistic(int routes) => Load(RouteSets.Realistic(routes));

    /// <summary>Events that the realistic routes take, each route as often as the others.</summary>
    public static StorageEvent[] ForRealistic(int routes) =>
        [.. Enumerable.Range(0, Events).Select(i => Event(RouteSets.NameFor(i % routes, i)))];

    /// <summary>Routes whose object patterns are made by number.</summary>
    public static RouteSet Of(int routes, Func<int, string> pattern)
    {
        var yaml = new StringBuilder(
            "version: 1\ndefaults: { task: { key: t, workspace: w, application: a } }\nroutes:\n"
        );
        for (int i = 0; i < routes; i++)
            yaml.Append(
                CultureInfo.InvariantCulture,
                $"  - {{ name: r{i}, match: {{ bucket: landing-area, object: '{pattern(i)}' }} }}\n"
            );
        return Load([new RouteFile("routes.yaml", Encoding.UTF8.GetBytes(yaml.ToString()))]);
    }

    /// <summary>An event of an object.</summary>
    public static StorageEvent Event(string name) =>
        (
            (EventReading.Accepted)
                new EventDocument
                {
                    Object = name,
                    Bucket = "landing-area",
                    ETag = "etag",
                }.Read()
        ).Event;

    private static RouteSet Load(RouteFile[] files)
    {
        RouteLoad load = RouteLoader.Load(files);
        return load.Set ?? throw new InvalidOperationException(load.Diagnostics[0].ToString());
    }
}
