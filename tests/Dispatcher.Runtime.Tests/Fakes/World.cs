using System.Text.Json;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Calls;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Sources;
using Dispatcher.Runtime.Telemetry;

namespace Dispatcher.Runtime.Tests.Fakes;

/// <summary>A dispatcher with everything around it, on a clock that stands still.</summary>
internal sealed class World
{
    public const string OneRoute = """
        version: 1
        routes:
          - name: one
            owner: team-one
            match: { object: "in/.+", bucket: landing }
            task: { key: t1 }
            bindings: { NAME: "{{ object.name }}" }
        """;

    public const string ThreeRoutes = """
        version: 1
        routes:
          - { name: one, match: { object: "in/.+" }, continue: true, task: { key: t1 } }
          - { name: two, match: { object: "in/.+" }, continue: true, task: { key: t2 } }
          - { name: three, match: { object: "in/.+" }, task: { key: t3 } }
        """;

    public const string DeadLetters = "oci://letters@ns/dead";

    private World(FunctionSettings settings, double jitter, PlanBudget budget)
    {
        Options = new DispatchOptions { Jitter = () => jitter, PlanBudget = budget };
        var log = new JsonLog(Log, settings.LogLevel, Time);
        Routes = new RouteSetHolder(
            RouteSources.For(settings.Routes, Objects, Time, Options, Instruments),
            settings.Refresh,
            log,
            Time,
            Instruments,
            configuration: settings.Configuration
        );
        Dispatcher = new EventDispatcher(settings, Routes, TaskRuns, Objects, log, Time, Options, Instruments);
    }

    public ManualTime Time { get; } = new();

    public FakeTaskRuns TaskRuns { get; } = new();

    public FakeObjects Objects { get; } = new();

    public LogCapture Log { get; } = new();

    public DispatchOptions Options { get; }

    public Instruments Instruments { get; } = new();

    public RouteSetHolder Routes { get; }

    public EventDispatcher Dispatcher { get; }

    /// <summary>The one summary line of the last invocation.</summary>
    public JsonElement Summary => Assert.Single(Log.Named("invocation"));

    public static World With(
        string? yaml = OneRoute,
        double jitter = 0.5,
        params (string Key, string Value)[] settings
    ) => Within(PlanBudget.Default, yaml, jitter, settings);

    public static World Within(
        PlanBudget budget,
        string? yaml = OneRoute,
        double jitter = 0.5,
        params (string Key, string Value)[] settings
    )
    {
        var environment = new Dictionary<string, string> { ["workspace_id"] = "ws", ["application_key"] = "app" };
        if (yaml is not null)
            (environment["DISPATCHER_ROUTES"], environment["DISPATCHER_ROUTES_YAML"]) = ("inline", yaml);
        foreach ((string key, string value) in settings)
            environment[key] = value;
        FunctionSettings? read = FunctionSettings.Read(environment, "/nowhere", out var problems);
        Assert.True(read is not null, string.Join('\n', problems));
        var world = new World(read, jitter, budget);
        if (yaml is not null)
            Assert.NotNull(world.Routes.GetAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult());
        return world;
    }

    public static World Keeping(
        string yaml = OneRoute,
        double jitter = 0.5,
        params (string Key, string Value)[] settings
    ) => With(yaml, jitter, [("DISPATCHER_DEAD_LETTER", DeadLetters), .. settings]);

    public static byte[] Event(
        string name = "in/a.csv",
        string? etag = "e1",
        string id = "id-1",
        string bucket = "landing",
        ObjectEventKind kind = default
    ) =>
        new EventDocument
        {
            Object = name,
            Bucket = bucket,
            Namespace = "ns",
            ETag = etag,
            Id = id,
            Kind = kind,
            Time = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero),
        }.ToJson();

    public static ServiceFailure Refusal(int status, string? code = null) =>
        new(Oci.Wire.Failures.KindOf(status, code), status, code ?? $"Code{status}", $"message {status}")
        {
            OpcRequestId = "opc-f",
        };

    public static Task<ServiceResult<T>> Fail<T>(ServiceFailure failure) => Task.FromResult<ServiceResult<T>>(failure);

    public static Task<ServiceResult<TaskRun>> FailRun(int status, string? code = null) =>
        Fail<TaskRun>(Refusal(status, code));

    public static Task<T> Never<T>() => new TaskCompletionSource<T>().Task;

    public DispatchResult Dispatch(byte[]? body = null, double seconds = 20, CancellationToken stop = default) =>
        Dispatch(
            new Invocation(body ?? Event())
            {
                CallId = "call-1",
                Deadline = Time.GetUtcNow() + TimeSpan.FromSeconds(seconds),
            },
            stop
        );

    public DispatchResult Dispatch(Invocation invocation, CancellationToken stop = default) =>
        Time.Run(() => Dispatcher.DispatchAsync(invocation, stop));

    public JsonElement Answer(byte[] body, out int status)
    {
        InvocationAnswer answer = Time.Run(() =>
            Dispatcher.HandleAsync(
                new Invocation(body) { CallId = "call-1", Deadline = Time.GetUtcNow() + TimeSpan.FromSeconds(20) },
                CancellationToken.None
            )
        );
        status = answer.Status;
        return JsonDocument.Parse(answer.Body).RootElement;
    }
}
