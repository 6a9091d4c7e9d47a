using System.Collections.Immutable;
using System.Globalization;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Emulator.Model;
using Dispatcher.Events;
using Dispatcher.Files;
using Dispatcher.Matching;
using Dispatcher.Planning;
using Dispatcher.Runtime.Settings;

namespace Dispatcher.Cli.Local;

/// <summary>The whole system on this machine: the emulated services, and the function as a process. Ends and cleans up
/// with this object.</summary>
internal sealed class LocalSession : IAsyncDisposable
{
    private readonly LocalSetup setup;
    private readonly DirectoryInfo folder;
    private readonly DirectoryInfo commands;
    private EmulatedCloud? cloud;
    private FunctionProcess? function;
    private int started;
    private long offset;

    private static readonly TimeSpan BatchTime = TimeSpan.FromSeconds(120),
        BetweenBatches = TimeSpan.FromSeconds(1),
        BetweenLooks = TimeSpan.FromMilliseconds(20);

    private LocalSession(LocalSetup setup)
    {
        (this.setup, Planner, folder) = (setup, setup.Planner, Directory.CreateTempSubdirectory("dispatcher-"));
        commands = setup.Services is { } given ? new DirectoryInfo(given) : folder;
    }

    /// <summary>The routes the function runs with.</summary>
    public DispatchPlanner Planner { get; private set; }

    /// <summary>The function's process id.</summary>
    public int FunctionId => function!.Id;

    /// <summary>How often each kind of fault came, by its word in <c>--faults</c>.</summary>
    public ImmutableArray<KeyValuePair<string, long>> FaultsMet() => cloud!.FaultsMet();

    /// <summary>The options that lead another command to the services, with the function's configuration.</summary>
    /// <exception cref="IOException">The file they name cannot be written.</exception>
    public string OptionsForCommands()
    {
        string file = Path.Join(commands.FullName, "services.yaml");
        var pairs = new OrderedDictionary<string, string>(setup.Configuration, StringComparer.Ordinal);
        foreach (
            (string key, string value) in cloud!.Environment.Where(pair =>
                pair.Key.EndsWith("_ENDPOINT", StringComparison.Ordinal)
            )
        )
            pairs[key] = value;
        pairs.TryAdd(FunctionSettings.DeadLetterKey, cloud.Environment[FunctionSettings.DeadLetterKey]);
        // A JSON object is a YAML map.
        File.WriteAllText(file + ".new", JsonText.Pretty(pairs, LocalJson.Default.OrderedDictionaryStringString));
        // A script that waits for the file finds it whole.
        File.Move(file + ".new", file, overwrite: true);
        return $"--oci-config {cloud!.ConfigFile} --config-file {file}";
    }

    /// <summary>Starts everything.</summary>
    /// <exception cref="FunctionFailedException">The function did not come up.</exception>
    public static async Task<LocalSession> StartAsync(LocalSetup setup, CancellationToken stopping)
    {
        var session = new LocalSession(setup);
        try
        {
            session.cloud = await EmulatedCloud
                .StartAsync(
                    session.folder.FullName,
                    session.commands.FullName,
                    setup.Namespace,
                    setup.Bucket,
                    setup.Faults,
                    setup.Course,
                    stopping
                )
                .ConfigureAwait(false);
            await session.StartFunctionAsync(stopping).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Puts the object into the emulated bucket, or removes it, and sends the event to the function.</summary>
    /// <returns>What became of it; null when the file is gone before it could be read.</returns>
    /// <exception cref="ObjectRefusedException">The file cannot be an object.</exception>
    /// <exception cref="FunctionFailedException">The function did not answer.</exception>
    public async Task<LocalEvent?> DispatchAsync(LandingChange change, CancellationToken stopping)
    {
        if (Document(change) is not { } document)
            return null;
        return EventOf(change, document, await function!.CallAsync(document, stopping).ConfigureAwait(false));
    }

    /// <summary>Puts the objects into the emulated bucket, or removes them, and sends their events to the function as
    /// the records of a stream, in one batch. The batch is sent again until the function answers 200, as a connector
    /// does.</summary>
    /// <param name="changes">What happened.</param>
    /// <param name="refused">Is called with the message of each file that cannot be an object.</param>
    /// <param name="again">Is called with the status before the batch is sent again.</param>
    /// <param name="stopping">Ctrl-C.</param>
    /// <exception cref="FunctionFailedException">The function did not answer.</exception>
    public async Task<ImmutableArray<LocalEvent>> DispatchBatchAsync(
        IReadOnlyList<LandingChange> changes,
        Action<string> refused,
        Action<int> again,
        CancellationToken stopping
    )
    {
        var records = new List<(LandingChange Change, ReadOnlyMemory<byte> Document)>();
        foreach (LandingChange change in changes)
        {
            try
            {
                if (Document(change) is { } document)
                    records.Add((change, document));
            }
            catch (ObjectRefusedException cannot)
            {
                refused(cannot.Message);
            }
        }

        if (records.Count == 0)
            return [];
        byte[] batch = StreamBatch.Of(records.Select(record => record.Document), offset);
        offset += records.Count;
        BatchAnswers answers;
        while (
            (answers = await function!.CallBatchAsync(batch, BatchTime, stopping).ConfigureAwait(false)).Status != 200
        )
        {
            again(answers.Status);
            await Task.Delay(BetweenBatches, stopping).ConfigureAwait(false);
        }

        return
        [
            .. records.Select(
                (record, index) =>
                    EventOf(
                        record.Change,
                        record.Document,
                        answers.Elements.TryGetValue(index, out FunctionAnswer? answer)
                            ? answer
                            : throw new FunctionFailedException(
                                $"the answer to a batch has no result for {Quote.Value(record.Change.Object)}",
                                null,
                                function.Log
                            )
                    )
            ),
        ];
    }

    /// <summary>Lets the function sweep.</summary>
    /// <exception cref="FunctionFailedException">The function did not answer.</exception>
    public async Task<(LocalSweep Sweep, ImmutableArray<SweptRun> Runs)> SweepAsync(CancellationToken stopping)
    {
        LocalSweep swept = await function!.SweepAsync(stopping).ConfigureAwait(false);
        return (
            swept,
            [
                .. swept.Started.Select(one => new SweptRun(
                    one.Subject,
                    new LocalRun(one.Run, cloud!.BindingsOf(one.Run.TaskRunKey))
                )),
            ]
        );
    }

    /// <summary>The runs of sweeps as they are now.</summary>
    public IReadOnlyList<SweptRun> Looked(IReadOnlyList<SweptRun> runs) =>
        [.. runs.Select(one => one with { Run = Looked(one.Run) })];

    /// <summary>The events with their task runs as they are now.</summary>
    public IReadOnlyList<LocalEvent> Looked(IReadOnlyList<LocalEvent> events) =>
        [.. events.Select(happened => happened with { Runs = [.. happened.Runs.Select(Looked)] })];

    /// <summary>Waits until every task run has ended.</summary>
    public async Task RunsEndAsync(CancellationToken stopping)
    {
        while (cloud!.Unfinished() > 0)
            await Task.Delay(BetweenLooks, stopping).ConfigureAwait(false);
    }

    private LocalRun Looked(LocalRun run) =>
        cloud!.Find(run.Answered.TaskRunKey) is { } now
            ? run with
            {
                Status = now.Status.Word(),
                ErrorMessage = now.ErrorMessage,
                HasFailed = now.Status.IsFinal() && now.Status != RunStatus.Success,
            }
            : run;

    private LocalEvent EventOf(LandingChange change, ReadOnlyMemory<byte> document, FunctionAnswer answer)
    {
        RouteExplanation? nearest =
            answer.Outcome == Outcome.Unmatched && EventReader.Read(document) is EventReading.Accepted accepted
                ? Planner.Nearest(accepted.Event)
                : null;
        return new LocalEvent(
            change,
            answer,
            [.. answer.Runs.Select(run => new LocalRun(run, cloud!.BindingsOf(run.TaskRunKey)))],
            nearest
        );
    }

    /// <summary>Restarts the function, with routes that have changed.</summary>
    public async Task ReloadAsync(DispatchPlanner planner, CancellationToken stopping)
    {
        await function!.DisposeAsync().ConfigureAwait(false);
        Planner = planner;
        await StartFunctionAsync(stopping).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (function is not null)
                await function.DisposeAsync().ConfigureAwait(false);
            if (cloud is not null)
                await cloud.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
            if (commands != folder)
                commands.Delete(recursive: true);
        }
    }

    private async Task StartFunctionAsync(CancellationToken stopping)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in cloud!.Environment)
            environment[key] = value;
        environment["DISPATCHER_ROUTES"] = RoutesFolder();
        // What the user says wins, so that the function can be tried with any configuration.
        foreach ((string key, string value) in setup.Configuration)
            environment[key] = value;
        // Each with a folder of its own, so that no socket of an earlier one is taken for this one's.
        DirectoryInfo own = folder.CreateSubdirectory(string.Create(CultureInfo.InvariantCulture, $"f{started++}"));
        function = await FunctionProcess
            .StartAsync(setup.Function, own.FullName, environment, stopping)
            .ConfigureAwait(false);
    }

    // The function takes a folder; a single file gets one that has nothing else in it.
    private string RoutesFolder()
    {
        if (Directory.Exists(setup.Routes))
            return setup.Routes;
        string only = Path.Join(folder.FullName, "routes");
        Directory.CreateDirectory(only);
        File.Copy(setup.Routes, Path.Join(only, Path.GetFileName(setup.Routes)), overwrite: true);
        return only;
    }

    // The event of a change; null when the file went away.
    private ReadOnlyMemory<byte>? Document(LandingChange change)
    {
        if (change.Kind == ObjectEventKind.Delete)
            return cloud!.Delete(change.Object);
        try
        {
            return cloud!.Put(
                change.Object,
                RegularFile.Read(setup.Landing.FileOf(change.Object), Array.MaxLength - 1)
            );
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception refused)
            when (refused
                    is ArgumentException
                        or InvalidOperationException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            throw new ObjectRefusedException(
                $"{Quote.Value(change.Object)} cannot become an object: {Quote.Line(refused.Message)}"
            );
        }
    }
}

/// <summary>A file cannot be an object of the bucket: its name, its size, or the right to read it.</summary>
internal sealed class ObjectRefusedException(string message) : Exception(message);

/// <summary>What a session is made of.</summary>
internal sealed record LocalSetup
{
    /// <summary>The landing area.</summary>
    public required LandingFolder Landing { get; init; }

    /// <summary>The bucket it stands for.</summary>
    public required string Bucket { get; init; }

    /// <summary>The bucket's namespace; null for the emulator's own.</summary>
    public string? Namespace { get; init; }

    /// <summary>The routes' folder or file, absolute.</summary>
    public required string Routes { get; init; }

    /// <summary>The routes, loaded.</summary>
    public required DispatchPlanner Planner { get; init; }

    /// <summary>The function's command line.</summary>
    public required IReadOnlyList<string> Function { get; init; }

    /// <summary>The folder, absolute, for what other commands need to reach the services: empty, and gone in the
    /// end; null for a temporary one.</summary>
    public string? Services { get; init; }

    /// <summary>What the services do wrong.</summary>
    public LocalFaults Faults { get; init; } = LocalFaults.None;

    /// <summary>How task runs go on.</summary>
    public RunCourse Course { get; init; } = new();

    /// <summary>The function's configuration.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Configuration { get; init; }
}
