using System.Net;
using System.Text;
using System.Text.Json;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Workbench;

namespace Dispatcher.Cli.Tests;

/// <summary>The page's requests, without a browser.</summary>
public sealed class WorkbenchTests : IAsyncLifetime, IDisposable
{
    private const string Broken = "version: 1\nroutes:\n  - name: a\n    match: { object: 'a(' }\n    task: none\n",
        Letters =
            "version: 1\nroutes:\n  - name: a\n    match: { bucket: in, object: 'a/(?<day>\\d+)\\.csv' }\n"
            + "    task: none\n",
        Overlap = Letters + "  - name: b\n    match: { bucket: in, object: 'a/1.*' }\n    task: none\n";

    private readonly HttpClient client = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }
    );
    private readonly TemporaryFolder folder = TemporaryFolder.WithRoutes(("letters.yaml", Letters));
    private WorkbenchServer server = null!;

    public async Task InitializeAsync() => server = await StartAsync(folder.Path);

    public async Task DisposeAsync() => await server.DisposeAsync();

    public void Dispose()
    {
        client.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("", null, null, HttpStatusCode.OK)]
    [InlineData("api/files", null, null, HttpStatusCode.OK)]
    [InlineData("workbench.js", null, null, HttpStatusCode.OK)]
    [InlineData("other", null, null, HttpStatusCode.NotFound)]
    [InlineData("api/files", "localhost", null, HttpStatusCode.OK)]
    [InlineData("api/files", "rebound.example", null, HttpStatusCode.Forbidden)]
    [InlineData("api/files", null, "http://other.example", HttpStatusCode.Forbidden)]
    [InlineData("api/files", null, "http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData("api/files", null, "null", HttpStatusCode.Forbidden)]
    [InlineData("/", null, null, HttpStatusCode.Forbidden)]
    [InlineData("/api/files", null, null, HttpStatusCode.Forbidden)]
    [InlineData("/0123456789abcdef/api/files", null, null, HttpStatusCode.Forbidden)]
    public async Task Only_the_page_itself_is_answered(string path, string? host, string? origin, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, path));
        if (host is not null)
            request.Headers.Host = $"{host}:{server.Address.Port}";
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        using HttpResponseMessage response = await client.SendAsync(request);
        Assert.Equal(status, response.StatusCode);
        Assert.StartsWith(
            "default-src 'none'",
            response.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task It_listens_on_loopback_only()
    {
        Assert.Equal("127.0.0.1", server.Address.Host);
        // Another address of this machine: it reaches what listens on all of them.
        using var other = new System.Net.Sockets.TcpClient();
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() =>
            other.ConnectAsync("127.0.0.2", server.Address.Port)
        );
    }

    [Fact]
    public async Task The_first_address_leads_to_the_page_once()
    {
        Uri first = server.FirstAddress;
        using HttpResponseMessage once = await client.GetAsync(first);
        Assert.Equal(HttpStatusCode.Redirect, once.StatusCode);
        Assert.Equal(server.Address.AbsolutePath, once.Headers.Location!.OriginalString);
        using HttpResponseMessage again = await client.GetAsync(first);
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
    }

    [Theory]
    [InlineData("application/json", "{}", HttpStatusCode.OK)]
    [InlineData("application/json", "{", HttpStatusCode.BadRequest)]
    [InlineData("text/plain", "{}", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", """{"files": [null]}""", HttpStatusCode.BadRequest)]
    [InlineData("application/json", """{"files": [{"path": "../x.yaml", "text": ""}]}""", HttpStatusCode.BadRequest)]
    [InlineData(
        "application/json",
        """{"files": [{"path": "letters.yaml", "text": "\ud800"}]}""",
        HttpStatusCode.BadRequest
    )]
    public async Task A_body_is_what_the_page_sends(string type, string body, HttpStatusCode status) =>
        Assert.Equal(status, (await PostAsync("check", body, type)).Status);

    [Fact]
    public async Task A_body_and_its_names_have_a_limit()
    {
        string large = JsonSerializer.Serialize(new { names = new[] { new string('a', 5 * 1024 * 1024) } });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync("check", large)).Status);
        string many = JsonSerializer.Serialize(new { names = Enumerable.Repeat("a", 201) });
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("check", many)).Status);
    }

    [Fact]
    public async Task A_broken_pattern_is_found_at_its_place()
    {
        JsonElement answer = await AskAsync("check", Broken, "a");
        Assert.False(answer.GetProperty("loads").GetBoolean());
        JsonElement problem = answer.GetProperty("diagnostics")[0];
        Assert.Equal("routes/letters.yaml", problem.GetProperty("file").GetString());
        Assert.Equal((4, 24), (problem.GetProperty("line").GetInt32(), problem.GetProperty("column").GetInt32()));
    }

    [Theory]
    [InlineData("a/17.csv", "a", "day:2+2", null)]
    [InlineData("a/x.csv", null, "", "`a`: \"a/\" is accepted, then a digit")]
    public async Task A_name_has_its_route_its_captures_or_the_nearest_route(
        string name,
        string? route,
        string captures,
        string? nearest
    )
    {
        JsonElement answer = (await AskAsync("check", Letters, name)).GetProperty("names")[0];
        Assert.Equal(
            route,
            answer
                .GetProperty("routes")
                .EnumerateArray()
                .Select(taker => taker.GetProperty("route").GetString())
                .FirstOrDefault()
        );
        Assert.Equal(
            captures,
            string.Join(
                ' ',
                answer
                    .GetProperty("captures")
                    .EnumerateArray()
                    .Select(part =>
                        $"{part.GetProperty("group")}:{part.GetProperty("start")}+{part.GetProperty("length")}"
                    )
            )
        );
        if (nearest is null)
            Assert.Null(answer.GetProperty("nearest").GetString());
        else
            Assert.StartsWith(nearest, answer.GetProperty("nearest").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_overlap_has_a_name_that_proves_it()
    {
        JsonElement answer = await AskAsync("prove", Overlap);
        JsonElement overlap = answer
            .GetProperty("findings")
            .EnumerateArray()
            .First(finding => finding.GetProperty("witness").ValueKind == JsonValueKind.String);
        string witness = overlap.GetProperty("witness").GetString()!;
        Assert.StartsWith("a/1", witness, StringComparison.Ordinal);
        Assert.Equal(
            ["bucket in", "route a · sink", "route b · sink"],
            answer
                .GetProperty("nodes")
                .EnumerateArray()
                .Select(node => $"{node.GetProperty("kind").GetString()} {node.GetProperty("label").GetString()}")
        );
    }

    [Theory]
    [InlineData("invoices/2022-08-12-documents.jsonlines")]
    [InlineData("orders/2026/11/23/store-042.csv")]
    [InlineData("figures.pdf")]
    public async Task The_plan_is_the_dry_runs_byte_for_byte(string name)
    {
        using TemporaryFolder clone = await Shipped.CloneAsync();
        await using WorkbenchServer other = await StartAsync(clone.Path, "samples/local.config");
        string body = JsonSerializer.Serialize(new { names = new[] { name } });
        string[] dryRun = ["dry-run", "--object", name, "--config-file", "samples/local.config", "--format", "json"];
        string plan = (await TheCommand.RunAsync(dryRun, clone.Path)).Out.Trim(),
            explained = (await TheCommand.RunAsync([.. dryRun, "--explain"], clone.Path)).Out.Trim();
        Assert.Contains($"\"plan\":{plan}", (await PostAsync("check", body, at: other)).Text, StringComparison.Ordinal);
        Assert.Equal(explained, (await PostAsync("explain", body, at: other)).Text);
    }

    [Fact]
    public async Task What_is_saved_is_on_the_disk_and_nothing_before_that()
    {
        string file = Path.Join(folder.Path, "routes", "letters.yaml");
        await AskAsync("check", Overlap, "a/1");
        Assert.Equal(Letters, await File.ReadAllTextAsync(file));

        string version = (await FilesAsync())[0].GetProperty("version").GetString()!;
        (HttpStatusCode status, string text) = await PostAsync("save", Edit(Overlap, version));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(Overlap, await File.ReadAllTextAsync(file));
        Assert.Equal([file], Directory.GetFileSystemEntries(Path.Join(folder.Path, "routes")));

        // The version that was edited is no longer the one on the disk.
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync("save", Edit(Letters, version))).Status);
        Assert.Equal(Overlap, await File.ReadAllTextAsync(file));
        Assert.Contains(
            "letters.yaml has changed",
            (await PostAsync("save", Edit(Letters, version))).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_file_keeps_its_line_ends()
    {
        string file = folder.Write("routes/letters.yaml", Letters.ReplaceLineEndings("\r\n"));
        JsonElement read = (await FilesAsync())[0];
        Assert.Equal(Letters, read.GetProperty("text").GetString());
        await PostAsync("save", Edit(Overlap, read.GetProperty("version").GetString()!));
        Assert.Equal(Overlap.ReplaceLineEndings("\r\n"), await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task The_command_prints_the_address_and_ends_with_Ctrl_C()
    {
        using var stopping = new CancellationTokenSource();
        CliResult result = await TheCommand.RunAsync(
            ["workbench", "--no-open", "--format", "json"],
            folder.Path,
            wait: (_, stop) =>
            {
                stopping.Cancel();
                return Task.FromCanceled(stop);
            },
            stopping: stopping.Token
        );
        Assert.Equal(0, result.Code);
        Assert.Matches("^http://127\\.0\\.0\\.1:\\d+/[0-9a-f]{48}/$", result.Json.GetProperty("address").GetString());
    }

    [Theory]
    [InlineData("--port is a number from 0 to 65535", "--port", "65536")]
    [InlineData("the page edits route files that exist", "--routes", "nowhere")]
    public async Task Wrong_usage_is_named(string message, params string[] args)
    {
        CliResult result = await TheCommand.RunAsync(["workbench", "--no-open", .. args], folder.Path);
        Assert.Equal(2, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        CliResult result = await TheCommand.RunAsync(
            ["workbench", "--no-open", "--port", $"{server.Address.Port}"],
            folder.Path
        );
        Assert.Equal(2, result.Code);
        Assert.Contains($"--port {server.Address.Port} cannot be used", result.Error, StringComparison.Ordinal);
    }

    private static async Task<WorkbenchServer> StartAsync(string folder, string? configurationFile = null)
    {
        var terminal = new Terminal
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            In = Stream.Null,
            Folder = folder,
        };
        ConfigurationInput configuration = ConfigurationInput.Read(terminal, configurationFile, []).Input!;
        var routes = new EditedRoutes(terminal, "routes", configuration);
        return await WorkbenchServer.StartAsync(
            new WorkbenchAnswers(routes, configuration, TimeSpan.FromSeconds(60)),
            port: 0,
            CancellationToken.None
        );
    }

    private static string Edit(string text, string? version = null, params string[] names) =>
        JsonSerializer.Serialize(
            new
            {
                files = new[]
                {
                    new
                    {
                        path = "letters.yaml",
                        text,
                        version,
                    },
                },
                names,
            }
        );

    private async Task<JsonElement[]> FilesAsync()
    {
        string answer = await client.GetStringAsync(new Uri(server.Address, "api/files"));
        return [.. JsonDocument.Parse(answer).RootElement.GetProperty("files").EnumerateArray()];
    }

    private async Task<JsonElement> AskAsync(string what, string text, params string[] names)
    {
        (HttpStatusCode status, string answer) = await PostAsync(what, Edit(text, null, names));
        Assert.True(status == HttpStatusCode.OK, answer);
        return JsonDocument.Parse(answer).RootElement;
    }

    private async Task<(HttpStatusCode Status, string Text)> PostAsync(
        string what,
        string body,
        string type = "application/json",
        WorkbenchServer? at = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri((at ?? server).Address, $"api/{what}"))
        {
            Content = new StringContent(body, Encoding.UTF8, type),
        };
        // What is too large is refused before it is sent.
        request.Headers.ExpectContinue = true;
        using HttpResponseMessage response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
