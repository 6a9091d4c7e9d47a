using System.Globalization;
using Dispatcher.Emulator.Model;
using Dispatcher.Emulator.Wire;

namespace Dispatcher.Emulator.Runs;

/// <summary>The parameters of ListTaskRuns.</summary>
internal sealed record TaskRunQuery
{
    private readonly List<Func<EmulatedRun, bool>> conditions = [];

    private TaskRunQuery(
        ListOrder order,
        string? name,
        IReadOnlyList<string> identifiers,
        IReadOnlyList<string> fields
    ) => (Order, Name, Identifiers, Fields) = (order, name, identifiers, fields);

    /// <summary>The requested members of every run; empty for all.</summary>
    public IReadOnlyList<string> Fields { get; }

    private ListOrder Order { get; }

    private string? Name { get; }

    private string? OnlyTask { get; set; }

    private IReadOnlyList<string> Identifiers { get; }

    /// <summary>Reads the parameters.</summary>
    /// <returns>The error, or null.</returns>
    public static string? Read(RequestTarget target, out TaskRunQuery? query)
    {
        query = null;
        if (ListOrder.Read(target, out ListOrder order) is { } problem)
            return problem;

        query = new(order, target.Value("name"), target.Values("identifier"), target.Values("fields"));
        List<Func<EmulatedRun, bool>> conditions = query.conditions;
        if (query.Name is { } name)
            conditions.Add(run => run.Name == name);
        if (query.Identifiers is { Count: > 0 } identifiers)
            conditions.Add(run => identifiers.Contains(run.Identifier));
        if (target.Values("key") is { Count: > 0 } keys)
            conditions.Add(run => keys.Contains(run.Key));
        if (target.Value("aggregatorKey") is { } task)
        {
            query.OnlyTask = conditions.Count == 0 ? task : null;
            conditions.Add(run => run.TaskKey == task);
        }

        if (target.Value("nameStartsWith") is { } start)
            conditions.Add(run => run.Name.StartsWith(start, StringComparison.Ordinal));
        if (target.Value("nameContains") is { } part)
            conditions.Add(run => run.Name.Contains(part, StringComparison.Ordinal));
        foreach (string filter in target.Values("filter"))
        {
            if (Filter(filter) is not { } condition)
                return $"filter `{filter}` is not understood; write `status eq SUCCESS`, or name, identifier or "
                    + $"taskKey in its place";
            conditions.Add(condition);
        }

        return null;
    }

    /// <summary>The page of the application's runs.</summary>
    public Page<RunRecord> Apply(RunIndex runs, DateTimeOffset now)
    {
        // A page of a task's runs costs the same, however many there are.
        if (OnlyTask is { } task && conditions.Count == 1 && Order.By == ListOrder.TimeCreated)
            return Order.Page(runs.OfTask(task), run => new(Value(run, now), run.Sequence));
        List<RunRecord> left = [.. runs.Candidates(Name, Identifiers).Where(run => Fits(run.At(now)))];
        return Order.Apply(left, run => new(Value(run, now), run.Sequence));
    }

    private bool Fits(EmulatedRun run) => conditions.TrueForAll(condition => condition(run));

    private string Value(RunRecord run, DateTimeOffset now) =>
        Order.By switch
        {
            ListOrder.DisplayName => run.Created.Name,
            ListOrder.TimeUpdated => Sortable(run.UpdatedAt(now)),
            _ => Sortable(run.Created.Created),
        };

    private static string Sortable(DateTimeOffset time) => time.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);

    // The service's documentation has the example `status eq Failed`. No run has this status, so it is read as ERROR.
    private static Func<EmulatedRun, bool>? Filter(string filter)
    {
        string[] words = filter.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 3 || !words[1].Equals("eq", StringComparison.OrdinalIgnoreCase))
            return null;
        string value = words[2].Trim().Trim('\'', '"');
        return words[0] switch
        {
            "status" when value.Equals("Failed", StringComparison.OrdinalIgnoreCase) => run =>
                run.Status == RunStatus.Error,
            "status" => run => run.Status.Word().Equals(value, StringComparison.OrdinalIgnoreCase),
            "name" => run => run.Name == value,
            "identifier" => run => run.Identifier == value,
            "taskKey" => run => run.TaskKey == value,
            _ => null,
        };
    }
}
