using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Docs;

/// <summary>The way of objects as a Mermaid flow diagram: bucket → route → task → written bucket, and the
/// routes that what is written starts. Disabled routes are left out.</summary>
internal static class RouteFlow
{
    // Mermaid refuses more than 500 edges, and so many cannot be read.
    private const int MostEdges = 300,
        LongestLabel = 60;

    /// <summary>The diagram's source; null when there is nothing to draw, or too much.</summary>
    public static string? Of(ImmutableArray<Route> routes, ImmutableArray<WriteRow> writes)
    {
        ImmutableArray<Route> drawn = routes.RemoveAll(route => route.State == RouteState.Disabled);
        (string Task, string Bucket)[] written = [.. writes.Select(row => (row.Task, row.Bucket)).Distinct()];
        (string Task, string Route)[] chains =
        [
            .. writes.SelectMany(row => row.Starts.Select(route => (row.Task, route))).Distinct(),
        ];
        int edges = drawn.Sum(route => Buckets(route).Length + (route.IsSink ? 0 : 1));
        if (drawn.IsEmpty || edges + written.Length + chains.Length > MostEdges)
            return null;
        var flow = new StringBuilder("flowchart LR\n");
        string[] buckets = [.. drawn.SelectMany(Buckets).Concat(written.Select(pair => pair.Bucket)).Distinct()],
            tasks = [.. drawn.Select(Task).OfType<string>().Distinct()];
        Nodes(flow, 'b', buckets, "[(", ")]");
        Nodes(flow, 'r', [.. drawn.Select(Name)], "[", "]");
        Nodes(flow, 't', tasks, "[[", "]]");
        for (int i = 0; i < drawn.Length; i++)
        {
            string arrow = drawn[i].State == RouteState.Shadow ? "-.->" : "-->";
            foreach (string bucket in Buckets(drawn[i]))
                flow.Append(CultureInfo.InvariantCulture, $"  b{Array.IndexOf(buckets, bucket)} {arrow} r{i}\n");
            if (Task(drawn[i]) is { } task)
                flow.Append(CultureInfo.InvariantCulture, $"  r{i} {arrow} t{Array.IndexOf(tasks, task)}\n");
        }

        foreach ((string writer, string bucket) in written)
            flow.Append(
                CultureInfo.InvariantCulture,
                $"  t{Array.IndexOf(tasks, writer)} -->|writes| b{Array.IndexOf(buckets, bucket)}\n"
            );
        string[] names = [.. drawn.Select(route => route.Name)];
        foreach ((string writer, string route) in chains)
            flow.Append(
                CultureInfo.InvariantCulture,
                $"  t{Array.IndexOf(tasks, writer)} -.->|starts| r{Array.IndexOf(names, route)}\n"
            );
        return flow.ToString();
    }

    private static void Nodes(StringBuilder flow, char kind, string[] labels, string open, string close)
    {
        for (int i = 0; i < labels.Length; i++)
            flow.Append(CultureInfo.InvariantCulture, $"  {kind}{i}{open}\"{Label(labels[i])}\"{close}\n");
    }

    private static string[] Buckets(Route route) =>
        route.Match[MatchKeys.Bucket].IsEmpty
            ? ["any bucket"]
            : [.. route.Match[MatchKeys.Bucket].Select(placed => placed.Pattern.Text).Distinct()];

    private static string? Task(Route route) => route.Task?.Key.Template.Text;

    private static string Name(Route route) =>
        route.Name
        + (route.State == RouteState.Shadow ? " · shadow" : "")
        + (route.Continue ? " · continue" : "")
        + (route.Fallback ? " · fallback" : "")
        + (route.IsSink ? " · sink" : "");

    // Everything but what is plain in every label is written as the number of its character.
    private static string Label(string text)
    {
        string line = Quote.Whole(text);
        var label = new StringBuilder(line.Length);
        int length = 0;
        foreach (Rune rune in line.EnumerateRunes())
        {
            if (++length > LongestLabel)
                return label.Append('…').ToString();
            if (
                Rune.IsLetterOrDigit(rune)
                || (rune.IsBmp && " -_./·".Contains((char)rune.Value, StringComparison.Ordinal))
            )
                label.Append(rune.ToString());
            else
                label.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
        }

        return label.ToString();
    }
}
