using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dispatcher.Analysis.Lint.Checks;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Docs;

/// <summary>The page about a route set, in Markdown. The same routes give the same page: there is no date in it, and no
/// line number.</summary>
internal static class DocsText
{
    /// <summary>The page.</summary>
    public static string Of(RouteSet set, ImmutableArray<RouteExamples> examples, ImmutableArray<WriteRow> writes)
    {
        ImmutableArray<Route> routes = set.Routes;
        var page = new StringBuilder();
        page.Append(
            "<!-- Made by `dispatcher docs` from the route files: change those, and make it again. -->\n# Routes\n\n"
        );
        int files = routes.Select(route => route.Position.File).Distinct().Count();
        page.Append(
            CultureInfo.InvariantCulture,
            $"{Count(routes.Length, "route")} in {Count(files, "file")}. They are tried from top to bottom, "
                + $"and the first that takes an object\nends the search unless it says `continue`.\n\n"
        );
        if (RouteFlow.Of(routes, writes) is { } flow)
            page.Append("```mermaid\n").Append(flow).Append("```\n\n");
        else if (!routes.IsEmpty)
            page.Append("There is no diagram: it would have more than 300 arrows, or no route takes part.\n\n");
        Table(page, routes);
        ILookup<string, WriteRow> rows = writes.ToLookup(row => row.Route);
        for (int i = 0; i < routes.Length; i++)
            Section(page, routes[i], examples[i], [.. rows[routes[i].Name]]);
        return page.ToString();
    }

    private static void Table(StringBuilder page, ImmutableArray<Route> routes)
    {
        page.Append("| route | bucket | object name | event | task | owner |\n|---|---|---|---|---|---|\n");
        foreach (Route route in routes)
        {
            string state = route.State == RouteState.Enabled ? "" : $" ({State(route)})";
            if (route.Fallback)
                state += " (fallback)";
            page.Append(
                CultureInfo.InvariantCulture,
                $"| [{Markdown.Prose(route.Name)}](#route-{route.Name}){state} | "
                    + $"{Patterns(route.Match[MatchKeys.Bucket], "any")} | {Patterns(route.Match.Object, "")} | "
                    + $"{Kinds(route)} | {Task(route)} | "
                    + $"{Markdown.Prose(route.Owner ?? "")} |\n"
            );
        }
    }

    private static void Section(
        StringBuilder page,
        Route route,
        RouteExamples examples,
        ImmutableArray<WriteRow> writes
    )
    {
        // The name is an anchor as it is: a heading's own anchor has no dots.
        page.Append(
            CultureInfo.InvariantCulture,
            $"\n## <a id=\"route-{route.Name}\"></a>{Markdown.Prose(route.Name)}\n\n"
        );
        if (!string.IsNullOrWhiteSpace(route.Description))
            page.Append(Markdown.Prose(route.Description)).Append("\n\n");
        page.Append("| | |\n|---|---|\n");
        Row(page, "file", Markdown.CodeCell(route.Position.File));
        Row(page, "owner", Markdown.Prose(route.Owner ?? ""));
        Row(page, "state", State(route));
        foreach (MatchPart part in route.Match.Parts.Where(part => !part.IsExcept && part.Key != MatchKeys.Object))
            Row(page, Markdown.Prose(part.Name), Patterns(part.Patterns, part.Key == MatchKeys.Bucket ? "any" : ""));
        Row(page, MatchKeys.Object.What, Patterns(route.Match.Object, ""));
        foreach (MatchPart part in route.Match.Parts.Where(part => part.IsExcept))
            Row(page, part.Name, Patterns(part.Patterns, ""));
        Row(page, "event", Kinds(route));
        Row(page, "task", Task(route));
        Row(
            page,
            "parameters",
            string.Join(", ", route.Bindings.Select(binding => Markdown.CodeCell(binding.Parameter)))
        );
        Row(page, "one run for", Group(route));
        Row(page, "starts when", Starts(route));
        Row(page, "expects", Expects(route));
        Row(page, "writes", Writes(route, writes));
        Row(
            page,
            "starts",
            string.Join(", ", writes.SelectMany(row => row.Starts).Distinct().Select(Markdown.CodeCell))
        );
        Row(page, "wins over", string.Join(", ", route.Overrides.Select(Markdown.CodeCell)));
        Row(page, "tried", route.Fallback ? "after all routes that are not fallbacks" : "");
        Row(
            page,
            "then",
            route.Continue && route.State == RouteState.Enabled
                ? "the search goes on: later routes may fire as well"
                : ""
        );
        Row(page, "at once", route.MaxRunning is { } most ? $"at most {Count(most, "unfinished run")}" : "");
        Row(
            page,
            "complexity",
            string.Create(CultureInfo.InvariantCulture, $"{Complexity.Of(route):N0} of {Complexity.Budget:N0} states")
        );
        Examples(page, "Takes, for example:", examples.Taken, route);
        Examples(page, "Comes near and is not taken:", examples.Missed, route);
        if (examples.IsUnknown)
            page.Append("\nunknown (budget): whether there are more examples was not decided.\n");
    }

    private static string Group(Route route) =>
        route.Group is { } group ? $"all objects of a bucket with one {Markdown.CodeCell(group.By.Template.Text)}" : "";

    private static string Starts(Route route)
    {
        if (route.Group is not { } group)
            return "";
        string quiet = $"no object of them is younger than {Durations.Text(group.Quiet)}";
        if (group.Complete is not { } complete)
            return quiet;
        string parts =
            $"{quiet}, and {Markdown.CodeCell(complete.Part.Template.Text)} is each of "
            + string.Join(", ", complete.Of.Select(Markdown.CodeCell));
        return group.AtMost is { } most ? $"{parts}; without them {Durations.Text(most)} after the first" : parts;
    }

    private static string Expects(Route route) =>
        route.Expect is { } expect
            ? $"every {expect.Every.Word()} an object whose {Markdown.CodeCell(expect.Key.Template.Text)} is the "
                + $"{expect.Every.Word()} as {Markdown.CodeCell(expect.Format)}, within "
                + $"{Durations.Text(expect.Within)} of its beginning ({Markdown.Prose(expect.Zone)})"
            : "";

    private static string Writes(Route route, ImmutableArray<WriteRow> writes) =>
        route.Writes is { IsEmpty: true }
            ? "nothing"
            : string.Join(
                "<br>",
                writes.Select(row =>
                    string.Join(" or ", row.Names.Select(Markdown.CodeCell))
                    + $" in {Markdown.CodeCell(row.Bucket)}"
                    + (row.IsGuess ? " (guessed)" : "")
                )
            );

    private static void Row(StringBuilder page, string name, string value)
    {
        if (value.Length > 0)
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
    }

    private static void Examples(StringBuilder page, string title, ImmutableArray<RouteExample> examples, Route route)
    {
        if (examples.IsEmpty)
            return;
        page.Append('\n').Append(title).Append("\n\n");
        foreach (RouteExample example in examples)
        {
            string bucket = example.Bucket is null ? "" : $" in bucket {Markdown.Code(example.Bucket)}";
            string kind = example.Kind is null ? "" : $", event `{example.Kind}`";
            string[] others = [.. example.Fired.Where(name => name != route.Name).Select(Markdown.Code)];
            string fires =
                others.Length == 0
                    ? ""
                    : $" (fires {(example.Fired.Contains(route.Name) ? "also " : "")}{string.Join(", ", others)})";
            page.Append(CultureInfo.InvariantCulture, $"- {Markdown.Code(example.Object)}{bucket}{kind}{fires}\n");
        }
    }

    private static string Patterns(ImmutableArray<PlacedPattern> patterns, string none) =>
        patterns.IsEmpty ? none : string.Join("<br>", patterns.Select(placed => Markdown.CodeCell(placed.Shown)));

    private static string Task(Route route) =>
        route.Task is { } task ? Markdown.CodeCell(task.Key.Template.Text) : "none: a sink, which starts nothing";

    private static string Kinds(Route route) => string.Join(", ", route.Match.Kinds.Select(ObjectEventKinds.Word));

    private static string State(Route route) =>
        route.State switch
        {
            RouteState.Enabled => "",
            RouteState.Shadow => $"{route.State.Word()}: starts nothing",
            RouteState.Disabled => route.State.Word(),
        };

    private static string Count(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");
}
