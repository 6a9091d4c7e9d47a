using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Logging;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>Data Integration and Object Storage on loopback, small enough to see through: a run goes one state on each time it is read.</summary>
internal sealed class FakeCloud : IAsyncDisposable
{
    private static readonly string Pem = RSA.Create(2048).ExportPkcs8PrivateKeyPem();
    private readonly WebApplication app;
    private readonly TemporaryFolder home = new();
    private readonly Lock gate = new();

    private FakeCloud(WebApplication app) => this.app = app;

    /// <summary>The states a run goes through after it was created.</summary>
    public string[] States { get; set; } = ["NOT_STARTED", "RUNNING", "SUCCESS"];

    /// <summary>The service's own words about a run that failed.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>Answers instead of the service when it gives a status.</summary>
    public Func<HttpRequest, int?> Refuse { get; set; } = _ => null;

    /// <summary>What ListPublishedObjects answers, a page each.</summary>
    public string[] PublishedPages { get; set; } = ["""{"items":[]}"""];

    /// <summary>The objects of every bucket: name and entity tag.</summary>
    public SortedDictionary<string, string> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>Objects in one page of a listing, and runs in one page of theirs.</summary>
    public int PageSize { get; set; } = 3;

    /// <summary>The runs, in the order they were created.</summary>
    public List<FakeRun> Runs { get; } = [];

    /// <summary>How often a run was asked for by CreateTaskRun, repeated ones included.</summary>
    public int Creates { get; private set; }

    /// <summary>The most runs that were unfinished at once.</summary>
    public int MostUnfinished { get; private set; }

    /// <summary>Every request's method and target.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>What leads the command here: an OCI config file with a key, and the endpoints.</summary>
    public Dictionary<string, string> Variables => new()
    {
        ["OCI_CONFIG_FILE"] = Path.Join(home.Path, "config"),
        ["DISPATCHER_DATA_INTEGRATION_ENDPOINT"] = Address,
        ["DISPATCHER_OBJECT_STORAGE_ENDPOINT"] = Address,
    };

    public static async Task<FakeCloud> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        WebApplication app = builder.Build();
        var cloud = new FakeCloud(app);
        string key = cloud.home.Write("key.pem", Pem);
        string fingerprint = string.Join(':', Enumerable.Repeat("0a", 16));
        cloud.home.Write("config", $"[DEFAULT]\nuser=u\nfingerprint={fingerprint}\ntenancy=t\nregion=eu-frankfurt-1\nkey_file={key}\n");
        app.Run(cloud.AnswerAsync);
        await app.StartAsync();
        return cloud;
    }

    /// <summary>Runs the command against this cloud, without ever waiting.</summary>
    public Task<CliResult> RunAsync(string[] args, string folder, CancellationToken stopping = default) =>
        TheCommand.RunAsync(args, folder, variables: Variables, wait: (_, stop) => Task.Delay(1, stop), stopping: stopping);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        home.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        Requests.Enqueue($"{request.Method} {request.Path}{request.QueryString}");
        if (!request.Headers.Authorization.ToString().StartsWith("Signature ", StringComparison.Ordinal))
            await WriteAsync(context, 401, """{"code":"NotAuthenticated","message":"not signed"}""");
        else if (Refuse(request) is { } status)
            await WriteAsync(context, status, """{"code":"Refused","message":"by the test"}""");
        else if (request.Path.Value!.EndsWith("/publishedObjects", StringComparison.Ordinal))
            await PublishedAsync(context);
        else if (request.Path.Value.Contains("/taskRuns", StringComparison.Ordinal))
            await RunsAsync(context);
        else if (request.Path == "/n")
            await WriteAsync(context, 200, "\"acme\"");
        else
            await ObjectsAsync(context);
    }

    private Task PublishedAsync(HttpContext context)
    {
        int page = int.TryParse(context.Request.Query["page"], CultureInfo.InvariantCulture, out int number) ? number : 0;
        if (page + 1 < PublishedPages.Length)
            context.Response.Headers["opc-next-page"] = (page + 1).ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, 200, PublishedPages[page]);
    }

    private async Task RunsAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (request.Method == "POST")
        {
            using JsonDocument body = await JsonDocument.ParseAsync(request.Body);
            (FakeRun run, bool existed) = Create(request.Headers["opc-retry-token"].ToString(), body.RootElement);
            await WriteAsync(context, existed ? 200 : 201, run.Json(ErrorMessage));
            return;
        }

        string last = request.Path.Value![(request.Path.Value!.LastIndexOf('/') + 1)..];
        if (last != "taskRuns")
        {
            await WriteAsync(context, 200, Next(last).Json(ErrorMessage));
            return;
        }

        string? name = request.Query["name"], identifier = request.Query["identifier"];
        string items;
        lock (gate)
            items = string.Join(',', Runs.Where(run => (name is null || run.Name == name) && (identifier is null || run.Identifier == identifier)).Select(run => run.Json(ErrorMessage)));
        await WriteAsync(context, 200, $"{{\"items\":[{items}]}}");
    }

    private (FakeRun Run, bool Existed) Create(string token, JsonElement body)
    {
        lock (gate)
        {
            Creates++;
            if (Runs.Find(run => run.Token == token) is { } known)
                return (known, true);
            var run = new FakeRun(
                $"run-{Runs.Count}", token, body.GetProperty("name").GetString()!, body.GetProperty("identifier").GetString()!, Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(body)))
            {
                Status = States[0],
            };
            Runs.Add(run);
            MostUnfinished = Math.Max(MostUnfinished, Runs.Count(one => one.Status is "NOT_STARTED" or "QUEUED" or "RUNNING"));
            return (run, false);
        }
    }

    private FakeRun Next(string key)
    {
        lock (gate)
        {
            FakeRun run = Runs.Single(one => one.Key == key);
            run.Reads++;
            run.Status = States[Math.Min(run.Reads, States.Length - 1)];
            return run;
        }
    }

    private Task ObjectsAsync(HttpContext context)
    {
        string prefix = context.Request.Query["prefix"].ToString(), start = context.Request.Query["start"].ToString();
        string[] names = [.. Objects.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(name, start) >= 0)];
        string objects = string.Join(',', names.Take(PageSize).Select(name =>
            $$"""{"name":{{JsonSerializer.Serialize(name)}},"etag":"{{Objects[name]}}","size":1,"timeModified":"2026-11-23T10:00:00.000Z"}"""));
        string next = names.Length > PageSize ? $",\"nextStartWith\":{JsonSerializer.Serialize(names[PageSize])}" : "";
        return WriteAsync(context, 200, $"{{\"objects\":[{objects}]{next}}}");
    }

    private static Task WriteAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers["opc-request-id"] = "svc";
        return context.Response.WriteAsync(json);
    }
}

/// <summary>A run that the fake service knows.</summary>
internal sealed record FakeRun(string Key, string Token, string Name, string Identifier, string Body)
{
    public string Status { get; set; } = "NOT_STARTED";

    public int Reads { get; set; }

    public string Json(string? errorMessage) => JsonSerializer.Serialize(new Dictionary<string, object?>
    {
        ["key"] = Key,
        ["name"] = Name,
        ["identifier"] = Identifier,
        ["status"] = Status,
        ["errorMessage"] = Status == "ERROR" ? errorMessage : null,
    });
}
