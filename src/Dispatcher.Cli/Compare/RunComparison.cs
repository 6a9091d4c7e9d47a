using System.Globalization;
using System.Text.Json;
using Dispatcher.Analysis.Diff;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Compare;

/// <summary>How a run of a route in shadow and the service's runs are to each other.</summary>
internal enum ComparedAs
{
    /// <summary>A run with the same parameters exists.</summary>
    Same,

    /// <summary>The run of the object has other parameters.</summary>
    Different,

    /// <summary>There is no run of the object.</summary>
    Missing,

    /// <summary>A run that no route in shadow would have started.</summary>
    Extra,

    /// <summary>The log has no request, so nothing can be compared.</summary>
    Unknown,
}

/// <summary>The words of <see cref="ComparedAs"/>.</summary>
internal static class ComparedWords
{
    public static Words<ComparedAs> Words { get; } =
        new(value =>
            value switch
            {
                ComparedAs.Same => "same",
                ComparedAs.Different => "different",
                ComparedAs.Missing => "missing",
                ComparedAs.Extra => "extra",
                ComparedAs.Unknown => "unknown",
            }
        );

    public static string Word(this ComparedAs value) => Words.Of(value);
}

/// <summary>What became of one object, or one run that no object explains.</summary>
/// <param name="As">How the two are to each other.</param>
/// <param name="Task">The task.</param>
/// <param name="Shadow">What the route would have started; for an extra run the one that it repeats, or null.</param>
/// <param name="Run">The service's run; null where it is missing.</param>
/// <param name="Fields">Where the parameters differ: before is the shadow's, after is the run's.</param>
internal sealed record ComparedRun(
    ComparedAs As,
    TaskPlace Task,
    ShadowRun? Shadow,
    TaskRun? Run,
    IReadOnlyList<JsonDifference> Fields
);

/// <summary>Holds the runs of routes in shadow against the service's runs of one task.</summary>
/// <remarks>A run of another program has a name and an identifier of its own, so it is recognized by its parameters:
/// first all of them; then those that speak of the object, by the value or by the file name in it.</remarks>
internal sealed class RunComparison
{
    private readonly TaskPlace task;
    private readonly List<TaskRun> runs;
    private readonly bool[] taken;
    private readonly Dictionary<string, List<int>> byParameters = new(StringComparer.Ordinal),
        byStem = new(StringComparer.Ordinal);

    private RunComparison(TaskPlace task, IEnumerable<TaskRun> runs)
    {
        this.task = task;
        this.runs = [.. runs.OrderBy(run => run.Created ?? DateTimeOffset.MinValue)];
        taken = new bool[this.runs.Count];
        for (int n = 0; n < this.runs.Count; n++)
        {
            if (this.runs[n].Bindings is not { } bindings)
                continue;
            Add(byParameters, Key(bindings), n);
            foreach (string stem in Texts(bindings).Select(Stem).Distinct(StringComparer.Ordinal))
                Add(byStem, stem, n);
        }
    }

    /// <summary>Compares.</summary>
    /// <param name="task">The task.</param>
    /// <param name="shadows">What would have been started.</param>
    /// <param name="runs">The task's runs as the service lists them, with parameters.</param>
    /// <param name="until">Later runs are not extra: the log does not reach so far.</param>
    /// <returns>One entry for each of the shadow's runs in order of time, then the extra runs.</returns>
    public static IReadOnlyList<ComparedRun> Of(
        TaskPlace task,
        IEnumerable<ShadowRun> shadows,
        IEnumerable<TaskRun> runs,
        DateTimeOffset until
    )
    {
        var comparison = new RunComparison(task, runs);
        ShadowRun[] ordered = [.. shadows.OrderBy(shadow => shadow.Time)];
        var found = new ComparedRun?[ordered.Length];
        foreach (
            Func<ShadowRun, int?> find in (Func<ShadowRun, int?>[])
                [comparison.ByIdentifier, comparison.ByParameters, comparison.ByObject]
        )
        {
            for (int n = 0; n < ordered.Length; n++)
            {
                if (found[n] is null && find(ordered[n]) is { } run)
                    found[n] = comparison.Take(ordered[n], run);
            }
        }

        return
        [
            .. ordered.Select((shadow, n) => found[n] ?? comparison.Unpaired(shadow)),
            .. comparison.Extra(ordered, until),
        ];
    }

    private int? ByIdentifier(ShadowRun shadow) =>
        shadow.Identifier is { } identifier && runs.FindIndex(run => run.Identifier == identifier) is >= 0 and var n
            ? Free([n])
            : null;

    private int? ByParameters(ShadowRun shadow) =>
        shadow.Bindings is { } bindings && byParameters.TryGetValue(Key(bindings), out List<int>? same)
            ? Free(same)
            : null;

    private int? ByObject(ShadowRun shadow)
    {
        if (shadow.Bindings is not { } bindings || !byStem.TryGetValue(Stem(shadow.Object), out List<int>? alike))
            return null;
        int[] free = [.. alike.Where(n => !taken[n])];
        return free.Length == 0 ? null : free.MaxBy(n => Equal(bindings, runs[n].Bindings!.Value));
    }

    private int? Free(List<int> candidates)
    {
        int n = candidates.FindIndex(candidate => !taken[candidate]);
        return n < 0 ? null : candidates[n];
    }

    private ComparedRun Take(ShadowRun shadow, int n)
    {
        taken[n] = true;
        TaskRun run = runs[n];
        if (shadow.Bindings is not { } bindings || run.Bindings is not { } own)
            return new(ComparedAs.Unknown, task, shadow, run, []);
        JsonDifference[] fields = [.. JsonDifference.Between("bindings", bindings, own, intoArrays: false)];
        return new(fields.Length == 0 ? ComparedAs.Same : ComparedAs.Different, task, shadow, run, fields);
    }

    private ComparedRun Unpaired(ShadowRun shadow) =>
        new(shadow.Bindings is null ? ComparedAs.Unknown : ComparedAs.Missing, task, shadow, null, []);

    // Runs that the dispatcher started itself are those of enabled routes.
    private IEnumerable<ComparedRun> Extra(ShadowRun[] shadows, DateTimeOffset until)
    {
        var byKey = new Dictionary<string, ShadowRun>(StringComparer.Ordinal);
        foreach (ShadowRun shadow in shadows)
        {
            if (shadow.Bindings is { } bindings)
                byKey.TryAdd(Key(bindings), shadow);
        }

        for (int n = 0; n < runs.Count; n++)
        {
            if (taken[n] || runs[n].Created > until || TaskHistory.Identity(runs[n].Identifier) is not null)
                continue;
            ShadowRun? repeated = runs[n].Bindings is { } bindings ? byKey.GetValueOrDefault(Key(bindings)) : null;
            yield return new(ComparedAs.Extra, task, repeated, runs[n], []);
        }
    }

    private static void Add(Dictionary<string, List<int>> index, string key, int n)
    {
        if (!index.TryGetValue(key, out List<int>? numbers))
            index.Add(key, numbers = []);
        numbers.Add(n);
    }

    private static int Equal(JsonElement bindings, JsonElement others) =>
        bindings
            .EnumerateObject()
            .Count(binding =>
                others.TryGetProperty(binding.Name, out JsonElement other)
                && JsonElement.DeepEquals(binding.Value, other)
            );

    // The same for equal parameters, in whatever order and spelling the service shows them.
    private static string Key(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => "{"
                + string.Join(
                    ',',
                    element
                        .EnumerateObject()
                        .OrderBy(member => member.Name, StringComparer.Ordinal)
                        .Select(member => $"{member.Name.Length}:{member.Name}={Key(member.Value)}")
                )
                + "}",
            JsonValueKind.Array => "[" + string.Join(',', element.EnumerateArray().Select(Key)) + "]",
            JsonValueKind.String => Text(element) is var text ? $"{text.Length}'{text}" : "",
            JsonValueKind.Number => element.TryGetDecimal(out decimal number)
                ? number.ToString("G29", CultureInfo.InvariantCulture)
                : element.GetRawText(),
            _ => element.GetRawText(),
        };

    private static IEnumerable<string> Texts(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
            JsonValueKind.String => [Text(element)],
            _ => [],
        };

    private static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return element.GetRawText(); // Half a surrogate pair.
        }
    }

    // `invoices/a.jsonlines` and `lines/a.parquet` are of one object.
    private static string Stem(string name)
    {
        string last = name[(name.LastIndexOf('/') + 1)..];
        int dot = last.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? last[..dot] : last;
    }
}
