using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Dispatcher.EndToEnd.Tests;

/// <summary>Log lines held against a file of the scenario folder that both variants share.</summary>
internal static partial class LogTable
{
    // What differs from run to run.
    private static readonly string[] Volatile =
    [
        "time",
        "durationMs",
        "pauseMs",
        "opcRequestId",
        "taskRunKey",
        "routeSet",
        "version",
    ];

    /// <summary>Holds lines against the section <paramref name="name"/> of a file.</summary>
    public static void Holds(string file, string name, IEnumerable<string> lines)
    {
        string seen = string.Join('\n', lines);
        Assert.True(
            seen == Expected(file, name),
            $"scenario/{file} says otherwise of \"{name}\". If this is what is wanted now, write there:\n{seen}"
        );
    }

    /// <summary>A line without what differs from run to run.</summary>
    public static string Stable(JsonElement line)
    {
        JsonNode node = JsonNode.Parse(line.GetRawText())!;
        Blank(node);
        string text = node.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        return MadeUp().Replace(text.Replace(AppContext.BaseDirectory, "", StringComparison.Ordinal), "*");
    }

    private static string Expected(string file, string name) =>
        File.ReadAllText(Path.Join(AppContext.BaseDirectory, "scenario", file))
            .Split("== ", StringSplitOptions.RemoveEmptyEntries)
            .Select(section => section.Split('\n', 2))
            .Where(section => section[0] == name)
            .Select(section => section[1].Trim())
            .SingleOrDefault("");

    private static void Blank(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach ((string key, JsonNode? value) in members.ToArray())
            {
                if (value is not null && (Volatile.Contains(key) || IsRunStatus(key, value)))
                    members[key] = "*";
                else
                    Blank(value);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (JsonNode? item in items)
                Blank(item);
        }
    }

    // A run goes on while its creation is asked for again; an outcome's status is a number.
    private static bool IsRunStatus(string key, JsonNode value) =>
        key == "status" && value.GetValueKind() == JsonValueKind.String;

    // Ports, and the service's own part of a request id.
    [GeneratedRegex(@"(?<=127\.0\.0\.1:)\d+|\b[0-9A-F]{32}\b")]
    private static partial Regex MadeUp();
}
