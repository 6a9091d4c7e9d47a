namespace Dispatcher.Emulator.Runs;

/// <summary>An application's runs in order of creation, and by key, name and identifier. Guarded by the state's
/// lock.</summary>
internal sealed class RunIndex
{
    private static readonly List<RunRecord> None = [];
    private readonly List<RunRecord> all = [];
    private readonly Dictionary<string, RunRecord> byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<RunRecord>> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<RunRecord>> byIdentifier = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<RunRecord>> byTask = new(StringComparer.Ordinal);

    public IReadOnlyList<RunRecord> All => all;

    public void Add(RunRecord run)
    {
        all.Add(run);
        byKey.Add(run.Created.Key, run);
        Under(byName, run.Created.Name).Add(run);
        Under(byIdentifier, run.Created.Identifier).Add(run);
        Under(byTask, run.Created.TaskKey).Add(run);
    }

    /// <summary>The runs of a task, in order of creation.</summary>
    public IReadOnlyList<RunRecord> OfTask(string task) => byTask.GetValueOrDefault(task, None);

    public RunRecord? Find(string key) => byKey.GetValueOrDefault(key);

    /// <summary>The candidates for a filter, in order of creation: all runs, or only those with the name or identifier
    /// of the filter.</summary>
    public IReadOnlyList<RunRecord> Candidates(string? name, IReadOnlyList<string> identifiers) =>
        name is not null ? byName.GetValueOrDefault(name, None)
        : identifiers.Count == 1 ? byIdentifier.GetValueOrDefault(identifiers[0], None)
        : all;

    private static List<RunRecord> Under(Dictionary<string, List<RunRecord>> index, string key)
    {
        if (!index.TryGetValue(key, out List<RunRecord>? runs))
            index.Add(key, runs = new(1));
        return runs;
    }
}
