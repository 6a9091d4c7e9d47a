using System.Collections.Immutable;
using Dispatcher.Cli.Console;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.Planning;

namespace Dispatcher.Cli.DryRun;

/// <summary>A plan as JSON. The planner's own writer makes it, for this command and for unit tests: the request in it
/// is the body byte for byte.</summary>
/// <remarks>cli-v1, <c>dry-run --format json</c>.</remarks>
internal static class DryRunOutput
{
    /// <summary>Writes the plan of an event.</summary>
    public static void Write(Terminal terminal, DispatchPlan plan, ImmutableArray<RouteExplanation> explanations) =>
        terminal.Out.WriteLine(JsonText.Compact(json => PlanJson.Write(json, plan, explanations)));

    /// <summary>Writes what became of a document that is no object event.</summary>
    public static void WriteUnread(Terminal terminal, EventReading reading, string routeSet) =>
        terminal.Out.WriteLine(JsonText.Compact(json => PlanJson.WriteUnread(json, reading, routeSet)));
}
