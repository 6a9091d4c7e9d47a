using System.Collections.Immutable;
using System.Text.Json;

namespace Dispatcher.Cli.Local;

/// <summary>What one sweep of the function did, from the lines of its log.</summary>
/// <param name="Started">The runs that it started, each with the object or group that it is of.</param>
/// <param name="Missing">The objects that should have come: the route and the key.</param>
/// <param name="Waiting">How many groups are not ready.</param>
/// <param name="Error">Why it did not come to its end; null when it did.</param>
internal sealed record LocalSweep(
    ImmutableArray<(string Subject, AnsweredRun Run)> Started,
    ImmutableArray<(string Route, string Key)> Missing,
    int Waiting,
    string? Error
)
{
    private static readonly string[] Events = ["sweep", "sweep.started", "expected.missing"];

    /// <summary>Whether a line of the log is about a sweep.</summary>
    public static bool IsAbout(string line) =>
        Array.Exists(Events, name => line.Contains($"\"event\":\"{name}\"", StringComparison.Ordinal));

    /// <summary>Whether a line is the last one of a sweep.</summary>
    public static bool IsLast(string line) => line.Contains($"\"event\":\"{Events[0]}\"", StringComparison.Ordinal);

    /// <summary>Reads the lines of one sweep, the last one last; throws what a line of another form makes the JSON
    /// reader throw.</summary>
    public static LocalSweep Read(IReadOnlyList<string> lines)
    {
        var started = ImmutableArray.CreateBuilder<(string, AnsweredRun)>();
        var missing = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (string line in lines)
        {
            using var document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            switch (Text(root, "event"))
            {
                case "sweep.started":
                    started.Add(
                        (
                            Text(root, "group") is { } key ? $"group {key}" : Text(root, "objectName") ?? "",
                            new AnsweredRun(
                                Text(root, "route") ?? "",
                                Text(root, "taskKey") ?? "",
                                Text(root, "taskRunKey") ?? "",
                                Text(root, "name") ?? "",
                                Text(root, "status") ?? "",
                                Duplicate: false
                            )
                        )
                    );
                    break;
                case "expected.missing":
                    missing.Add((Text(root, "route") ?? "", Text(root, "key") ?? ""));
                    break;
                default:
                    bool isDone = root.TryGetProperty("groups", out JsonElement groups);
                    return new LocalSweep(
                        started.DrainToImmutable(),
                        missing.DrainToImmutable(),
                        isDone ? groups.GetProperty("waiting").GetInt32() : 0,
                        root.GetProperty("status").GetInt32() == 200 ? null : Text(root, "message")
                    );
            }
        }

        throw new InvalidOperationException("the sweep has no last line");
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

/// <summary>A run that a sweep started.</summary>
/// <param name="Subject">The object, or <c>group</c> and its key.</param>
/// <param name="Run">The run.</param>
internal sealed record SweptRun(string Subject, LocalRun Run);
