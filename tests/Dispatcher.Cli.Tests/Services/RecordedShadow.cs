using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>The function with a route in shadow, beside an original that starts the runs: what the function logs, and
/// what the service lists.</summary>
internal sealed class RecordedShadow : IDisposable
{
    private const string Routes = """
        version: 1
        defaults: { task: { workspace: ws, application: app } }
        routes:
          - name: invoices
            state: shadow
            match: { bucket: landing, object: 'invoices/(?<stem>.+)\.jsonlines' }
            task: { key: flatten }
            bindings:
              INPUT: "{{ object.name }}"
              OUTPUT: "invoices/lines/{{ groups.stem }}.parquet"
              BUCKET: { schema: connection/pool }
        """;

    private readonly MemoryStream log = new();
    private readonly FunctionInProcess function;
    private int originals;

    public RecordedShadow(Cloud cloud, string? routes = null, params (string Key, string Value)[] configuration) =>
        function = new FunctionInProcess(cloud, routes ?? Routes, log, configuration);

    /// <summary>The log so far.</summary>
    public string Log => Encoding.UTF8.GetString(log.ToArray());

    /// <summary>An event of the bucket reaches the function.</summary>
    public Task HappensAsync(string name, string etag = "e1") => HandleAsync(Event(name, etag));

    /// <summary>An event of the bucket.</summary>
    public static byte[] Event(string name, string etag = "e1") =>
        new EventDocument
        {
            Object = name,
            Bucket = "landing",
            Namespace = "ns",
            ETag = etag,
            Id = $"id-{name}-{etag}",
            Time = DateTimeOffset.UtcNow.AddSeconds(-1),
        }.ToJson();

    /// <summary>The function is called with a body.</summary>
    public Task HandleAsync(byte[] body) =>
        function.Handler.HandleAsync(
            new Invocation(body) { CallId = "01KB6PZ4Q31BT0A90ZJ0000001" },
            CancellationToken.None
        );

    /// <summary>The original starts the run of an object.</summary>
    /// <param name="stem">The object.</param>
    /// <param name="change">What it sends otherwise.</param>
    public async Task OriginalStartsAsync(string stem, Action<JsonObject>? change = null)
    {
        var bindings = new JsonObject
        {
            ["BUCKET"] = new JsonObject
            {
                ["rootObjectValue"] = new JsonObject { ["key"] = "dataref:connection/pool", ["modelType"] = "SCHEMA" },
            },
            ["OUTPUT"] = new JsonObject { ["simpleValue"] = $"invoices/lines/{stem}.parquet" },
            ["INPUT"] = new JsonObject { ["simpleValue"] = $"invoices/{stem}.jsonlines" },
        };
        change?.Invoke(bindings);
        string name = $"flatten_{++originals}";
        var body = new JsonObject
        {
            ["name"] = name,
            ["identifier"] = name.ToUpperInvariant(),
            ["registryMetadata"] = new JsonObject { ["aggregatorKey"] = "flatten" },
            ["configProvider"] = new JsonObject { ["bindings"] = bindings },
        };
        ServiceResult<TaskRun> run = await function.Clients.TaskRuns.CreateAsync(
            new TaskRunRequest
            {
                Route = "original",
                File = "original",
                Workspace = "ws",
                Application = "app",
                TaskKey = "flatten",
                Name = name,
                Identifier = name.ToUpperInvariant(),
                RetryToken = new string('0', 60) + originals.ToString("0000"),
                Bindings = [],
                Body = JsonSerializer.SerializeToUtf8Bytes(body),
            },
            "original",
            CancellationToken.None
        );
        Assert.Null(run.Failure);
    }

    public void Dispose() => function.Dispose();
}
