using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Docs;

/// <summary>A <see cref="FlowGraph"/> as a Mermaid flow diagram.</summary>
internal static class RouteFlow
{
    // Mermaid refuses more than 500 edges, and so many cannot be read.
    private const int MostEdges = 300,
        LongestLabel = 60;

    /// <summary>The diagram's source; null when there is nothing to draw, or too much.</summary>
    public static string? Of(ImmutableArray<Route> routes, ImmutableArray<WriteRow> writes)
    {
        FlowGraph graph = FlowGraph.Of(routes, writes);
        if (graph.Nodes.IsEmpty || graph.Edges.Length > MostEdges)
            return null;
        var flow = new StringBuilder("flowchart LR\n");
        foreach (FlowNode node in graph.Nodes)
        {
            (string open, string close) = node.Kind switch
            {
                FlowNodeKind.Bucket => ("[(", ")]"),
                FlowNodeKind.Route => ("[", "]"),
                FlowNodeKind.Task => ("[[", "]]"),
            };
            flow.Append(CultureInfo.InvariantCulture, $"  {node.Id}{open}\"{Label(node.Label)}\"{close}\n");
        }

        foreach (FlowEdge edge in graph.Edges)
        {
            string arrow = edge.Kind switch
            {
                FlowEdgeKind.Takes or FlowEdgeKind.Runs => edge.IsShadow ? "-.->" : "-->",
                FlowEdgeKind.Writes => "-->|writes|",
                FlowEdgeKind.Starts => "-.->|starts|",
            };
            flow.Append(CultureInfo.InvariantCulture, $"  {edge.From} {arrow} {edge.To}\n");
        }

        return flow.ToString();
    }

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
