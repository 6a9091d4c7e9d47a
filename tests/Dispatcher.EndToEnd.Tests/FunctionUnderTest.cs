using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Dispatcher.Emulator;
using Dispatcher.Emulator.Model;

[assembly: UnsupportedOSPlatform("windows")]

namespace Dispatcher.EndToEnd.Tests;

/// <summary>The real function as a process under the Fn contract, and the emulator it talks to. The process is the
/// built one, or the native binary that the environment variable TEST_FUNCTION_BINARY names.</summary>
internal sealed class FunctionUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string folder;
    private readonly Process process;
    private readonly HttpClient client;
    private readonly string socket;
    private readonly StringBuilder log = new();
    private int calls;

    private FunctionUnderTest(string folder, OciEmulator emulator, Process process, string socket)
    {
        (this.folder, Emulator, this.process, this.socket) = (folder, emulator, process, socket);
        client = new HttpClient(
            new SocketsHttpHandler
            {
                UseProxy = false,
                ConnectCallback = async (_, token) => new NetworkStream(await ConnectAsync(token), ownsSocket: true),
            }
        )
        {
            Timeout = Patience,
        };
        process.ErrorDataReceived += Collect;
        process.OutputDataReceived += Collect;
    }

    public OciEmulator Emulator { get; }

    /// <summary>The log lines so far, each a JSON object: anything else would fail here. What goes to standard output
    /// is in the platform's log as well.</summary>
    public JsonElement[] Log =>
        [
            .. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];

    private string Text
    {
        get
        {
            lock (log)
                return log.ToString();
        }
    }

    /// <summary>Starts both; the function's configuration is what is given and what reaches the emulator, and nothing
    /// else.</summary>
    public static async Task<FunctionUnderTest> StartAsync(
        EmulatorOptions? options = null,
        params (string Key, string Value)[] configuration
    )
    {
        FunctionUnderTest function = await BeginAsync(options, configuration);
        await function.UntilAsync(() => File.Exists(function.socket), "the socket");
        return function;
    }

    /// <summary>The same, without waiting for the function to serve.</summary>
    public static async Task<FunctionUnderTest> BeginAsync(
        EmulatorOptions? options = null,
        params (string Key, string Value)[] configuration
    )
    {
        FunctionUnderTest function = await BeginUnreadAsync(options, Binary, [], configuration);
        function.ReadLog();
        return function;
    }

    /// <summary>Starts a function whose standard error is closed.</summary>
    public static async Task<FunctionUnderTest> StartWithClosedErrorAsync()
    {
        FunctionUnderTest function = await BeginUnreadAsync(null, "/bin/sh", ["-c", "exec \"$0\" 2>&-", Binary], []);
        await function.UntilAsync(() => File.Exists(function.socket), "the socket");
        return function;
    }

    /// <summary>Starts a function whose standard output and standard error are not read before
    /// <see cref="ReadLog"/>.</summary>
    public static async Task<FunctionUnderTest> StartUnreadAsync()
    {
        FunctionUnderTest function = await BeginUnreadAsync(null, Binary, [], []);
        await function.UntilAsync(() => File.Exists(function.socket), "the socket");
        return function;
    }

    private static async Task<FunctionUnderTest> BeginUnreadAsync(
        EmulatorOptions? options,
        string executable,
        string[] arguments,
        (string Key, string Value)[] configuration
    )
    {
        string folder = Directory.CreateTempSubdirectory("e2e-").FullName;
        OciEmulator emulator = await OciEmulator.StartAsync(options ?? new EmulatorOptions { AcceptAnyTask = true });
        string socket = Path.Join(folder, "lsnr.sock");
        var start = new ProcessStartInfo(executable, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        start.Environment.Clear();
        // Only the build that is not native needs to find its runtime.
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root)
            start.Environment["DOTNET_ROOT"] = root;
        start.Environment["FN_FORMAT"] = "http-stream";
        start.Environment["FN_LISTENER"] = "unix:" + socket;
        start.Environment["DISPATCHER_ROUTES"] = Path.Join(AppContext.BaseDirectory, "routes");
        foreach ((string key, string value) in emulator.FunctionEnvironment(Path.Join(folder, "principal")))
            start.Environment[key] = value;
        foreach ((string key, string value) in Configuration.Concat(configuration))
            start.Environment[key] = value;

        var function = new FunctionUnderTest(folder, emulator, new Process { StartInfo = start }, socket);
        function.process.Start();
        return function;
    }

    /// <summary>Begins to read what the process writes.</summary>
    public void ReadLog()
    {
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>The configuration the sample routes need.</summary>
    public static (string Key, string Value)[] Configuration { get; } =
    [
        ("workspace_id", "ocid1.disworkspace.oc1..w"),
        ("application_key", "app"),
        ("connection_key", "C"),
        ("region", "eu-frankfurt-1"),
        ("invoices_task_key", "flatten-task"),
        ("archive_task_key", "archive"),
        ("sensors_task_key", "aggregate"),
    ];

    /// <summary>The lines in which invocations ended.</summary>
    public JsonElement[] Summaries => [.. Log.Where(line => line.GetProperty("event").GetString() == "invocation")];

    private IEnumerable<JsonElement> Answers =>
        Log.Where(line => line.GetProperty("event").GetString() is "invocation" or "batch");

    /// <summary>Sends a body, and reads the answer. A failed call has no body when the Fn FDK hosts the function: then
    /// the log has it.</summary>
    public async Task<Answer> CallAsync(
        byte[] body,
        TimeSpan? time = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/call")
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new("application/json");
        string callId = $"call-{Interlocked.Increment(ref calls)}";
        request.Headers.Add("Fn-Call-Id", callId);
        request.Headers.Add(
            "Fn-Deadline",
            (DateTimeOffset.UtcNow + (time ?? TimeSpan.FromSeconds(30))).ToString(
                "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
                CultureInfo.InvariantCulture
            )
        );
        foreach ((string name, string value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.Add(name, value);
        }

        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        byte[] answer = await BodyAsync(response);
        if (answer.Length == 0)
        {
            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
            JsonElement[] line = [];
            await UntilAsync(
                () =>
                    (
                        line = [
                            .. Answers.Where(summary =>
                                summary.GetProperty("callId").GetString() == callId
                                && !summary.TryGetProperty("batch", out _)
                            ),
                        ]
                    ).Length > 0,
                "the summary line"
            );
            return new Answer((int)response.StatusCode, line[0].GetProperty("status").GetInt32(), line[0]);
        }

        string own = response.Headers.GetValues("Fn-Http-Status").Single();
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return new Answer(
            (int)response.StatusCode,
            int.Parse(own, CultureInfo.InvariantCulture),
            JsonDocument.Parse(answer).RootElement
        );
    }

    /// <summary>Begins a call, and hangs up in the middle of its body.</summary>
    public async Task HangUpAsync()
    {
        using Socket connection = await ConnectAsync(CancellationToken.None);
        await connection.SendAsync(
            Encoding.ASCII.GetBytes(
                $"POST /call HTTP/1.1\r\nHost: localhost\r\nFn-Call-Id: "
                    + $"call-{Interlocked.Increment(ref calls)}\r\nContent-Length: 100\r\n\r\nonly this"
            )
        );
        connection.Shutdown(SocketShutdown.Send);
        while (await connection.ReceiveAsync(new byte[4096]) > 0)
        {
            // Until the function is done with it.
        }
    }

    /// <summary>The files that the process has mapped: what of the built function is loaded, other than in the native
    /// one.</summary>
    public string[] MappedFiles() =>
        [
            .. File.ReadLines($"/proc/{process.Id}/maps")
                .Select(line => line.Split(' ')[^1])
                .Where(path => path.StartsWith('/'))
                .Distinct(),
        ];

    /// <summary>The memory of the process that is resident.</summary>
    public long ResidentBytes() =>
        1_024
        * long.Parse(
            File.ReadLines($"/proc/{process.Id}/status")
                .Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))["VmRSS:".Length..^" kB".Length],
            CultureInfo.InvariantCulture
        );

    /// <summary>Waits for something to become true.</summary>
    public async Task UntilAsync(Func<bool> holds, string what)
    {
        for (var waited = Stopwatch.StartNew(); !holds(); await Task.Delay(20))
        {
            Assert.False(process.HasExited, $"The function ended while the test waited for {what}.\n{Text}");
            Assert.True(waited.Elapsed < Patience, $"Waited in vain for {what}.\n{Text}");
        }
    }

    /// <summary>Waits for the end of a process that ends by itself; its exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    /// <summary>Sends SIGTERM and gives the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        return await WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        await Emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<Socket> ConnectAsync(CancellationToken token)
    {
        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), token);
        return connection;
    }

    private void Collect(object sender, DataReceivedEventArgs line)
    {
        lock (log)
            log.AppendLine(line.Data);
    }

    // The FDK breaks the answer of a failed call off after its head.
    private static async Task<byte[]> BodyAsync(HttpResponseMessage response)
    {
        try
        {
            return await response.Content.ReadAsByteArrayAsync();
        }
        catch (HttpRequestException) when (response.StatusCode == HttpStatusCode.BadGateway)
        {
            return [];
        }
    }

    private static string Binary =>
        Environment.GetEnvironmentVariable("TEST_FUNCTION_BINARY") is { Length: > 0 } native
            ? native
            : Path.Join(AppContext.BaseDirectory, "dispatcher-function");
}

/// <summary>What the function answered: the status on the socket, its own, and the document.</summary>
internal sealed record Answer(int SocketStatus, int Status, JsonElement Body)
{
    public string Outcome => Body.GetProperty("outcome").GetString()!;

    public JsonElement Runs => Body.GetProperty("runs");

    public string[] Codes =>
        [.. Body.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("code").GetString()!)];
}
