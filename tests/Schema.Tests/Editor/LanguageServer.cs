using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Schema.Tests.Editor;

/// <summary>yaml-language-server, the server behind YAML in most editors, with this repository as its workspace and its
/// settings as in <c>.vscode/settings.json</c>. It never goes to the network: the schema store is off, and the proxy
/// leads nowhere.</summary>
public sealed class LanguageServer : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly string Script = typeof(LanguageServer)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "LanguageServer")
        .Value!;

    private readonly ConcurrentDictionary<string, TaskCompletionSource<Mark[]>> opened = new();
    private Process? process;
    private JsonRpc? rpc;
    private Task reading = Task.CompletedTask;

    /// <summary>Why tests that need the server are skipped here; null when they are not. In CI they never
    /// are.</summary>
    public static string? SkipReason { get; } =
        Environment.GetEnvironmentVariable("CI") is { Length: > 0 } ? null : Missing();

    public async Task InitializeAsync()
    {
        if (Missing() is { } reason)
            throw new InvalidOperationException(reason);
        process = Process.Start(
            new ProcessStartInfo("node", [Script, "--stdio"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        rpc = new JsonRpc(process.StandardInput.BaseStream, new BufferedStream(process.StandardOutput.BaseStream))
        {
            Notified = Notified,
            Asked = Asked,
        };
        reading = rpc.ReadAsync();
        string root = Uri("");
        await AskAsync(
            "initialize",
            new JsonObject
            {
                ["processId"] = Environment.ProcessId,
                ["rootUri"] = root,
                ["workspaceFolders"] = new JsonArray(new JsonObject { ["uri"] = root, ["name"] = "dispatcher" }),
                ["capabilities"] = JsonNode.Parse(
                    """
                    {"textDocument": {"hover": {"contentFormat": ["markdown"]}, "completion": {"completionItem": {"snippetSupport": true}}},
                     "workspace": {"configuration": true}}
                    """
                ),
            }
        );
        rpc.Tell("initialized", new JsonObject());
        rpc.Tell("workspace/didChangeConfiguration", new JsonObject { ["settings"] = new JsonObject() });
    }

    public async Task DisposeAsync()
    {
        if (process is null)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await reading.ContinueWith(_ => { }, TaskScheduler.Default);
        process.Dispose();
    }

    /// <summary>Opens a file that need not exist, and gives what the editor marks in it.</summary>
    /// <param name="path">Its path in the repository.</param>
    /// <param name="text">What it says.</param>
    internal async Task<Mark[]> OpenAsync(string path, string text)
    {
        var marks = new TaskCompletionSource<Mark[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(opened.TryAdd(Uri(path), marks), $"{path} is open");
        rpc!.Tell(
            "textDocument/didOpen",
            new JsonObject
            {
                ["textDocument"] = new JsonObject
                {
                    ["uri"] = Uri(path),
                    ["languageId"] = "yaml",
                    ["version"] = 1,
                    ["text"] = text,
                },
            }
        );
        return await marks.Task.WaitAsync(Patience);
    }

    /// <summary>What the editor shows over a place of an open file, as Markdown.</summary>
    internal async Task<string> HoverAsync(string path, int line, int column) =>
        (await AskAsync("textDocument/hover", At(path, line, column)))?["contents"]?["value"]?.GetValue<string>() ?? "";

    /// <summary>What the editor proposes at a place of an open file: what is shown, and what is inserted, as a
    /// snippet.</summary>
    internal async Task<(string Label, string Text)[]> CompleteAsync(string path, int line, int column)
    {
        JsonNode? answer = await AskAsync("textDocument/completion", At(path, line, column));
        return
        [
            .. (answer?["items"] ?? answer)!
                .AsArray()
                .Select(item => (item!["label"]!.GetValue<string>(), item["insertText"]!.GetValue<string>())),
        ];
    }

    private static string? Missing()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (
            !folders.Any(folder => File.Exists(Path.Join(folder, "node")) || File.Exists(Path.Join(folder, "node.exe")))
        )
            return "Editors are not tested: there is no `node` on the PATH; install Node.js 18 or later, and "
                + "build again.";
        return File.Exists(Script)
            ? null
            : "Editors are not tested: yaml-language-server is not installed; run `npm ci` in tests/Schema.Tests.";
    }

    private static string Uri(string path) => new Uri(Path.Join(AppContext.BaseDirectory, path)).AbsoluteUri;

    private static JsonObject At(string path, int line, int column) =>
        new()
        {
            ["textDocument"] = new JsonObject { ["uri"] = Uri(path) },
            ["position"] = new JsonObject { ["line"] = line - 1, ["character"] = column - 1 },
        };

    private Task<JsonNode?> AskAsync(string method, JsonNode parameters) =>
        rpc!.AskAsync(method, parameters).WaitAsync(Patience);

    private void Notified(string method, JsonNode? parameters)
    {
        if (
            method == "textDocument/publishDiagnostics"
            && opened.TryGetValue(parameters!["uri"]!.GetValue<string>(), out TaskCompletionSource<Mark[]>? marks)
        )
            marks.TrySetResult([
                .. parameters["diagnostics"]!.AsArray().Select(Read).OrderBy(mark => (mark.Line, mark.Column)),
            ]);
    }

    private static Mark Read(JsonNode? diagnostic)
    {
        JsonNode start = diagnostic!["range"]!["start"]!,
            end = diagnostic["range"]!["end"]!;
        int line = start["line"]!.GetValue<int>(),
            column = start["character"]!.GetValue<int>();
        return new Mark(
            line + 1,
            column + 1,
            (end["line"]!.GetValue<int>() == line ? end["character"]!.GetValue<int>() : column) + 1,
            diagnostic["message"]!.GetValue<string>()
        );
    }

    // The only request that matters here asks for settings.
    private static JsonArray? Asked(string method, JsonNode? parameters) =>
        method == "workspace/configuration"
            ? new JsonArray([
                .. parameters!["items"]!.AsArray().Select(item => Settings(item!["section"]!.GetValue<string>())),
            ])
            : null;

    private static JsonObject? Settings(string section)
    {
        if (section == "http")
            return new JsonObject { ["proxy"] = "http://127.0.0.1:9", ["proxyStrictSSL"] = true };
        if (section != "yaml")
            return null;
        var yaml = new JsonObject { ["schemaStore"] = new JsonObject { ["enable"] = false } };
        JsonObject written = JsonNode
            .Parse(File.ReadAllText(Path.Join(AppContext.BaseDirectory, ".vscode", "settings.json")))!
            .AsObject();
        foreach (
            (string key, JsonNode? value) in written.Where(pair =>
                pair.Key.StartsWith("yaml.", StringComparison.Ordinal)
            )
        )
            yaml[key["yaml.".Length..]] = value?.DeepClone();
        return yaml;
    }
}
