using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Planning;

namespace Dispatcher.Testing;

/// <summary>A plan as the text of a snapshot: the JSON of the command's dry run, indented, without the route set's
/// version.</summary>
internal static class PlanText
{
    /// <summary>The text, ending with a line end.</summary>
    public static string Of(DispatchPlan? plan, EventReading reading)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonFormat.Options))
        {
            if (plan is null)
                PlanJson.WriteUnread(json, reading, "");
            else
                PlanJson.Write(json, plan, []);
        }

        JsonObject written = JsonNode.Parse(buffer.ToArray())!.AsObject();
        written.Remove("routeSet");
        written.Remove("explain");
        using var indented = new MemoryStream();
        using (var json = new Utf8JsonWriter(indented, JsonFormat.Options with { Indented = true, NewLine = "\n" }))
            written.WriteTo(json);
        return Encoding.UTF8.GetString(indented.ToArray()) + "\n";
    }
}
