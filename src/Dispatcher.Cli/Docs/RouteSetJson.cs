using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Analysis.Lint.Checks;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Docs;

/// <summary>Writes what the page about a route set says as JSON.</summary>
internal static class RouteSetJson
{
    /// <summary>One object with the routes in the order they are tried.</summary>
    public static void Write(
        Utf8JsonWriter json,
        DispatchPlanner planner,
        Configuration configuration,
        CancellationToken stopping
    )
    {
        json.WriteStartObject();
        json.WriteStartArray("routes");
        foreach (Route route in planner.Set.Routes)
        {
            stopping.ThrowIfCancellationRequested();
            Write(json, route, RouteExamples.Of(planner, route, configuration));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Route route, RouteExamples examples)
    {
        json.WriteStartObject();
        json.WriteString("route", route.Name);
        json.WriteString("file", route.Position.File);
        json.WriteNumber("line", route.Position.Line);
        json.WriteString("description", route.Description);
        json.WriteString("owner", route.Owner);
        json.WriteString("state", route.State.Word());
        json.WriteBoolean("continue", route.Continue);
        Write(json, "overrides", route.Overrides);
        if (route.MaxRunning is { } most)
            json.WriteNumber("maxRunning", most);
        json.WriteStartObject("match");
        foreach (MatchPart part in route.Match.Parts)
            Write(json, part.Name, part.Patterns.Select(placed => placed.Pattern.Text));
        Write(json, "event", route.Match.Kinds.Select(ObjectEventKinds.Word));
        json.WriteEndObject();
        json.WriteString("task", route.Task.Key.Template.Text);
        Write(json, "parameters", route.Bindings.Select(binding => binding.Parameter));
        json.WriteNumber("complexity", Complexity.Of(route));
        Write(json, "taken", examples.Taken);
        Write(json, "missed", examples.Missed);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<RouteExample> examples)
    {
        json.WriteStartArray(name);
        foreach (RouteExample example in examples)
        {
            json.WriteStartObject();
            json.WriteString("object", example.Object);
            json.WriteString("bucket", example.Bucket);
            json.WriteString("event", example.Kind);
            Write(json, "fires", example.Fired);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
