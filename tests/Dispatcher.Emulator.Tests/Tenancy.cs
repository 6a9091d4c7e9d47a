using System.Text;
using System.Text.Json;
using Dispatcher.Emulator.Identity;
using Dispatcher.Emulator.Model;

namespace Dispatcher.Emulator.Tests;

/// <summary>An emulator with a bucket, a task and somebody who may ask, over a real socket.</summary>
internal sealed class Tenancy : IAsyncDisposable
{
    public const string Workspace = "ocid1.disworkspace.oc1..w";
    public const string Application = "app";
    public const string Task = "flatten-task";
    public const string Bucket = "landing-area";
    public const string Runs = $"/20200430/workspaces/{Workspace}/applications/{Application}/taskRuns";
    public const string Objects = $"/n/emulated/b/{Bucket}/o";

    private static readonly UriCreationOptions AsWritten = new()
    {
        DangerousDisablePathAndQueryCanonicalization = true,
    };

    private readonly HttpClient http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            Expect100ContinueTimeout = TimeSpan.FromSeconds(30),
        }
    );
    private readonly string folder;

    private Tenancy(OciEmulator emulator, string folder, ResourcePrincipal principal)
    {
        Emulator = emulator;
        this.folder = folder;
        Principal = principal;
        Signer = Signer.FromFiles(principal.TokenFile, principal.KeyFile);
    }

    public OciEmulator Emulator { get; }

    public ResourcePrincipal Principal { get; }

    public Signer Signer { get; set; }

    public string Folder => folder;

    public static async Task<Tenancy> StartAsync(EmulatorOptions? options = null)
    {
        OciEmulator emulator = await OciEmulator.StartAsync(options);
        emulator.ObjectStorage.CreateBucket(Bucket);
        emulator.DataIntegration.AddTask(Workspace, Application, new(Task));
        string folder = Directory.CreateTempSubdirectory("emulator-").FullName;
        return new(emulator, folder, emulator.Credentials.CreateResourcePrincipal(Path.Combine(folder, "principal")));
    }

    /// <summary>A request that is not signed yet.</summary>
    public HttpRequestMessage Request(
        string method,
        string target,
        byte[]? body = null,
        params (string Name, string Value)[] headers
    )
    {
        Uri endpoint = target.StartsWith("/2020", StringComparison.Ordinal)
            ? Emulator.DataIntegrationEndpoint
            : Emulator.ObjectStorageEndpoint;
        var request = new HttpRequestMessage(
            new(method),
            new Uri(endpoint.GetLeftPart(UriPartial.Authority) + target, AsWritten)
        );
        if (body is not null)
            request.Content = Signer.Content(body);
        foreach ((string name, string value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>Sends what <see cref="Request"/> makes, signed.</summary>
    public async Task<Reply> SendAsync(
        string method,
        string target,
        byte[]? body = null,
        params (string Name, string Value)[] headers
    )
    {
        HttpRequestMessage request = Request(method, target, body, headers);
        Signer.Sign(request, body, isPutObject: method == "PUT" && target.StartsWith("/n/", StringComparison.Ordinal));
        return await SendAsync(request);
    }

    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await http.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    public Task<Reply> CreateAsync(string task = Task, string? token = null, string? more = null) =>
        SendAsync(
            "POST",
            Runs,
            Encoding.UTF8.GetBytes($$"""{"registryMetadata":{"aggregatorKey":"{{task}}"}{{more}}}"""),
            token is null ? [] : [("opc-retry-token", token)]
        );

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>An answer, read whole.</summary>
internal sealed record Reply(int Status, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement.Clone();

    public string Code => Json.GetProperty("code").GetString()!;

    public string Header(string name) => Headers[name];

    public static async Task<Reply> ReadAsync(HttpResponseMessage response)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Dictionary<string, string> headers = response
            .Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, body, headers);
    }
}
