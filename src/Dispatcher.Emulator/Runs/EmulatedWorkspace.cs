namespace Dispatcher.Emulator.Runs;

/// <summary>A workspace. Guarded by the state's lock.</summary>
internal sealed class EmulatedWorkspace(string id, int maxRunning)
{
    public string Id { get; } = id;

    /// <summary><c>ACTIVE</c>, <c>STOPPED</c>, …</summary>
    public string LifecycleState { get; set; } = "ACTIVE";

    public RunSchedule Schedule { get; } = new(maxRunning);

    public Dictionary<string, EmulatedApplication> Applications { get; } = new(StringComparer.Ordinal);
}

/// <summary>An application, its published tasks and its runs. Guarded by the state's lock.</summary>
internal sealed class EmulatedApplication(string key)
{
    public string Key { get; } = key;

    public string Name { get; init; } = "emulated";

    public Dictionary<string, PublishedTask> Tasks { get; } = new(StringComparer.Ordinal);

    public RunIndex Runs { get; } = new();

    public Dictionary<string, RememberedToken> Tokens { get; } = new(StringComparer.Ordinal);
}

/// <summary>A retry token that a request has used.</summary>
internal sealed record RememberedToken(RunRecord Run, DateTimeOffset Forgotten);
