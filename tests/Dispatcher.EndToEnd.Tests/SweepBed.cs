using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Dispatcher.Emulator;
using Dispatcher.Emulator.Model;
using Dispatcher.Oci;
using Dispatcher.Oci.Clients;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Calls;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Sources;
using Dispatcher.Runtime.Telemetry;
using Dispatcher.Runtime.Tests.Telemetry;

namespace Dispatcher.EndToEnd.Tests;

/// <summary>The function's own dispatcher over the emulated services, all of them on one clock that the test
/// moves.</summary>
internal sealed class SweepBed : IAsyncDisposable
{
    public const string Bucket = "landing";

    private readonly string folder = Directory.CreateTempSubdirectory("sweep-bed-").FullName;
    private readonly ConcurrentQueue<byte[]> events = new();
    private readonly MemoryStream log = new();
    private readonly OciClients clients;
    private readonly FunctionSettings settings;
    private readonly RouteSetHolder routes;
    private readonly JsonLog lines;
    private readonly Instruments instruments = new();

    private SweepBed(OciEmulator emulator, ShiftedTime time, string yaml, (string Key, string Value)[] configuration)
    {
        (Emulator, Time, Measured) = (emulator, time, new Listening(instruments));
        emulator.ObjectStorage.CreateBucket(Bucket);
        emulator.ObjectStorage.ObjectEvent += (_, happened) => events.Enqueue(happened.Document.ToArray());
        var environment = new Dictionary<string, string>(emulator.FunctionEnvironment(folder))
        {
            ["DISPATCHER_ROUTES"] = "inline",
            ["DISPATCHER_ROUTES_YAML"] = yaml,
            ["DISPATCHER_SWEEP_MAX_RUNNING"] = "1000",
        };
        foreach ((string key, string value) in configuration)
            environment[key] = value;
        FunctionSettings? read = FunctionSettings.Read(environment, "/nowhere", out var problems);
        Assert.True(read is not null, string.Join('\n', problems));
        settings = read;
        Assert.True(
            OciClients.TryCreate(
                new OciClientSettings
                {
                    Environment = environment,
                    DataIntegrationEndpoint = settings.DataIntegrationEndpoint,
                    ObjectStorageEndpoint = settings.ObjectStorageEndpoint,
                    Time = time,
                },
                out OciClients? made,
                out string? problem
            ),
            problem
        );
        clients = made;
        lines = new JsonLog(log, settings.LogLevel, time);
        routes = new RouteSetHolder(
            RouteSources.For(settings.Routes, clients.Objects),
            settings.Refresh,
            lines,
            TimeProvider.System
        );
    }

    public OciEmulator Emulator { get; }

    public ShiftedTime Time { get; }

    /// <summary>What the instruments measured, over all sweeps.</summary>
    public Listening Measured { get; }

    public IReadOnlyList<EmulatedRun> Runs => Emulator.DataIntegration.Runs;

    /// <summary>The lines of the log of one event name.</summary>
    public JsonElement[] Log(string eventName) =>
        [
            .. Encoding
                .UTF8.GetString(log.ToArray())
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Where(line => line.GetProperty("event").GetString() == eventName),
        ];

    public static async Task<SweepBed> StartAsync(
        string yaml,
        EmulatorOptions? options = null,
        params (string Key, string Value)[] configuration
    )
    {
        var time = new ShiftedTime();
        OciEmulator emulator = await OciEmulator.StartAsync(
            (options ?? new()) with
            {
                Time = time,
                AcceptAnyTask = true,
                TokenLifetime = TimeSpan.FromDays(100),
            }
        );
        return new SweepBed(emulator, time, yaml, configuration);
    }

    public void Put(params IEnumerable<string> names)
    {
        foreach (string name in names)
            Emulator.ObjectStorage.Put(Bucket, name, Encoding.UTF8.GetBytes(name));
    }

    /// <summary>Dispatches the events that were not lost, side by side.</summary>
    public async Task DeliverAsync()
    {
        EventDispatcher dispatcher = Dispatcher(clients.TaskRuns);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, events.Count),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (_, token) =>
            {
                Assert.True(events.TryDequeue(out byte[]? body));
                InvocationAnswer answer = await dispatcher.HandleAsync(new Invocation(body), token);
                Assert.Equal(200, answer.Status);
            }
        );
    }

    /// <summary>One sweep, in a process of its own.</summary>
    /// <param name="members">Further members of the call, with a comma before each.</param>
    /// <param name="killAfter">The process ends after so many requests to Data Integration; null for never.</param>
    public async Task<JsonElement> SweepAsync(string members = "", int? killAfter = null)
    {
        using var process = new CancellationTokenSource();
        InvocationAnswer answer = await Dispatcher(new Killed(clients.TaskRuns, process, killAfter ?? int.MaxValue))
            .HandleAsync(
                new Invocation(Encoding.UTF8.GetBytes($$"""{"dispatcher": "sweep"{{members}}}"""))
                {
                    Deadline = Time.GetUtcNow() + TimeSpan.FromMinutes(5),
                },
                process.Token
            );
        return JsonDocument.Parse(answer.Body).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        Measured.Dispose();
        instruments.Dispose();
        clients.Dispose();
        await Emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private EventDispatcher Dispatcher(ITaskRuns taskRuns) =>
        new(settings, routes, taskRuns, clients.Objects, lines, Time, instruments: instruments);

    /// <summary>Data Integration for a process that is killed: the last request is carried out, and its answer is
    /// lost.</summary>
    private sealed class Killed(ITaskRuns inner, CancellationTokenSource process, int after) : ITaskRuns
    {
        private int calls;

        public Task<ServiceResult<TaskRun>> CreateAsync(
            TaskRunRequest request,
            string requestId,
            CancellationToken cancellationToken
        ) => AnswerAsync(() => inner.CreateAsync(request, requestId, CancellationToken.None));

        public Task<ServiceResult<TaskRun>> GetAsync(
            string workspace,
            string application,
            string taskRunKey,
            CancellationToken cancellationToken
        ) => AnswerAsync(() => inner.GetAsync(workspace, application, taskRunKey, CancellationToken.None));

        public Task<ServiceResult<TaskRunPage>> ListAsync(
            string workspace,
            string application,
            TaskRunFilter filter,
            CancellationToken cancellationToken
        ) => AnswerAsync(() => inner.ListAsync(workspace, application, filter, CancellationToken.None));

        private async Task<T> AnswerAsync<T>(Func<Task<T>> call)
        {
            process.Token.ThrowIfCancellationRequested();
            T answer = await call();
            if (Interlocked.Increment(ref calls) >= after)
                await process.CancelAsync();
            process.Token.ThrowIfCancellationRequested();
            return answer;
        }
    }
}
