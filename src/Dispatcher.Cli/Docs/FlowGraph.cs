using System.Collections.Immutable;
using System.Globalization;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Docs;

/// <summary>The way of objects as a graph: bucket → route → task → written bucket, and the routes that what is written
/// starts. Disabled routes are left out.</summary>
internal sealed record FlowGraph(ImmutableArray<FlowNode> Nodes, ImmutableArray<FlowEdge> Edges)
{
    /// <summary>The graph of a route set.</summary>
    public static FlowGraph Of(ImmutableArray<Route> routes, ImmutableArray<WriteRow> writes)
    {
        ImmutableArray<Route> drawn = routes.RemoveAll(route => route.State == RouteState.Disabled);
        (string Task, string Bucket)[] written = [.. writes.Select(row => (row.Task, row.Bucket)).Distinct()];
        (string Task, string Route)[] chains =
        [
            .. writes.SelectMany(row => row.Starts.Select(route => (row.Task, route))).Distinct(),
        ];
        string[] buckets = [.. drawn.SelectMany(Buckets).Concat(written.Select(pair => pair.Bucket)).Distinct()],
            tasks = [.. drawn.Select(Task).OfType<string>().Distinct()],
            names = [.. drawn.Select(route => route.Name)];
        return new FlowGraph(
            [
                .. NodesOf(FlowNodeKind.Bucket, buckets),
                .. NodesOf(FlowNodeKind.Route, drawn.Select(Label)),
                .. NodesOf(FlowNodeKind.Task, tasks),
            ],
            [
                .. drawn.SelectMany(
                    (route, i) =>
                    {
                        bool isShadow = route.State == RouteState.Shadow;
                        string id = Id(FlowNodeKind.Route, i);
                        IEnumerable<FlowEdge> taken = Buckets(route)
                            .Select(bucket => new FlowEdge(Bucket(bucket), id, FlowEdgeKind.Takes, isShadow));
                        return Task(route) is { } task
                            ? taken.Append(new FlowEdge(id, TaskOf(task), FlowEdgeKind.Runs, isShadow))
                            : taken;
                    }
                ),
                .. written.Select(pair => new FlowEdge(
                    TaskOf(pair.Task),
                    Bucket(pair.Bucket),
                    FlowEdgeKind.Writes,
                    IsShadow: false
                )),
                .. chains.Select(pair => new FlowEdge(
                    TaskOf(pair.Task),
                    Id(FlowNodeKind.Route, Array.IndexOf(names, pair.Route)),
                    FlowEdgeKind.Starts,
                    IsShadow: false
                )),
            ]
        );

        string Bucket(string name) => Id(FlowNodeKind.Bucket, Array.IndexOf(buckets, name));
        string TaskOf(string key) => Id(FlowNodeKind.Task, Array.IndexOf(tasks, key));
    }

    private static IEnumerable<FlowNode> NodesOf(FlowNodeKind kind, IEnumerable<string> labels) =>
        labels.Select((label, i) => new FlowNode(Id(kind, i), kind, label));

    private static string Id(FlowNodeKind kind, int index)
    {
        char letter = kind switch
        {
            FlowNodeKind.Bucket => 'b',
            FlowNodeKind.Route => 'r',
            FlowNodeKind.Task => 't',
        };
        return string.Create(CultureInfo.InvariantCulture, $"{letter}{index}");
    }

    private static string[] Buckets(Route route) =>
        route.Match[MatchKeys.Bucket].IsEmpty
            ? ["any bucket"]
            : [.. route.Match[MatchKeys.Bucket].Select(placed => placed.Pattern.Text).Distinct()];

    private static string? Task(Route route) => route.Task?.Key.Template.Text;

    private static string Label(Route route) =>
        route.Name
        + (route.State == RouteState.Shadow ? " · shadow" : "")
        + (route.Continue ? " · continue" : "")
        + (route.Fallback ? " · fallback" : "")
        + (route.IsSink ? " · sink" : "");
}

/// <summary>A place on the way.</summary>
/// <param name="Id">A letter for the kind, and a number.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Label">Its name, with what is special about a route.</param>
internal sealed record FlowNode(string Id, FlowNodeKind Kind, string Label);

internal enum FlowNodeKind
{
    /// <summary>Where objects are.</summary>
    Bucket,

    /// <summary>What takes them.</summary>
    Route,

    /// <summary>What works on them.</summary>
    Task,
}

/// <summary>A step of the way.</summary>
/// <param name="From">The node it leaves.</param>
/// <param name="To">The node it leads to.</param>
/// <param name="Kind">What happens.</param>
/// <param name="IsShadow">Whether it is only written down, not done.</param>
internal sealed record FlowEdge(string From, string To, FlowEdgeKind Kind, bool IsShadow);

internal enum FlowEdgeKind
{
    /// <summary>A route takes objects of a bucket.</summary>
    Takes,

    /// <summary>A route runs a task.</summary>
    Runs,

    /// <summary>A task writes into a bucket.</summary>
    Writes,

    /// <summary>What a task writes is taken by a route.</summary>
    Starts,
}
