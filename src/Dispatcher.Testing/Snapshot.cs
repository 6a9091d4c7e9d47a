using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dispatcher.Testing;

/// <summary>Plans kept in files beside the tests.</summary>
[StackTraceHidden]
internal static partial class Snapshot
{
    private const string Update = "UPDATE_SNAPSHOTS";

    /// <summary>Compares the text with the file, or writes the file where the environment asks for it.</summary>
    /// <param name="name">The snapshot's name.</param>
    /// <param name="sourceFile">The test's source file.</param>
    /// <param name="actual">The plan's text.</param>
    /// <param name="asked">The event, for the message.</param>
    /// <param name="why">Why routes match or do not; shown when the plan starts other routes.</param>
    public static void Compare(string name, string sourceFile, string actual, string asked, string why)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Name().IsMatch(name))
            throw new ArgumentException(
                $"`{name}` is no name for a snapshot; use letters, digits, `.`, `_` and `-`.",
                nameof(name)
            );
        string folder = Path.GetDirectoryName(sourceFile) ?? "";
        if (!Directory.Exists(folder))
        {
            throw new RouteAssertionException(
                $"The snapshot `{name}` cannot be found: the folder of the test's source, `{folder}`, "
                    + "does not exist here. "
                    + "A build for publishing maps source paths; set "
                    + "<DeterministicSourcePaths>false</DeterministicSourcePaths> in the test project."
            );
        }

        string file = Path.Join(folder, "snapshots", $"{Path.GetFileNameWithoutExtension(sourceFile)}.{name}.json");
        if (IsSet(Update) && !IsSet("CI"))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }
        else if (!File.Exists(file))
        {
            throw new RouteAssertionException(
                $"There is no snapshot {file}; run the test once with {Update}=1, read what it wrote, and commit it. "
                    + $"The plan for {asked} is:\n{actual}"
            );
        }
        else
        {
            CompareWith(file, actual, asked, why);
        }
    }

    private static void CompareWith(string file, string actual, string asked, string why)
    {
        JsonElement wanted;
        try
        {
            wanted = Json.Parse(File.ReadAllText(file), "snapshot");
        }
        catch (ArgumentException e)
        {
            throw new RouteAssertionException(
                $"The snapshot {file} is not JSON; run the test with {Update}=1 to write it again. "
                    + $"{e.InnerException!.Message}"
            );
        }

        JsonElement plan = Json.Parse(actual, "plan");
        string differences = DifferenceText.Between("plan", wanted, plan);
        if (differences.Length == 0)
            return;
        string explanation = why.Length > 0 && Routes(wanted) != Routes(plan) ? "\n" + why : "";
        throw new RouteAssertionException(
            $"The plan for {asked} is not the one in {file}; if it is meant, "
                + $"run the test with {Update}=1 and commit the file:"
                + differences
                + explanation
        );
    }

    private static string Routes(JsonElement plan) =>
        plan.ValueKind == JsonValueKind.Object
        && plan.TryGetProperty("runs", out JsonElement runs)
        && runs.ValueKind == JsonValueKind.Array
            ? string.Join(
                ' ',
                runs.EnumerateArray()
                    .Select(run =>
                        run.ValueKind == JsonValueKind.Object && run.TryGetProperty("route", out JsonElement route)
                            ? $"{route}"
                            : ""
                    )
            )
            : "";

    private static bool IsSet(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value && value is not ("0" or "false");

    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9._-]*\z")]
    private static partial Regex Name();
}
