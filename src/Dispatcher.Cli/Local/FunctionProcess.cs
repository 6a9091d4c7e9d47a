using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Dispatcher.Cli.Local;

/// <summary>The function as a process of its own under the Fn contract, as the platform runs it: a Unix socket, a bare
/// environment, and one HTTP call for each event.</summary>
/// <remarks>Ends with this object, whatever happens.</remarks>
internal sealed class FunctionProcess : IAsyncDisposable
{
    private const int KeptLines = 30;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30),
        CallTime = TimeSpan.FromSeconds(30),
        Margin = TimeSpan.FromSeconds(5);

    // What a process needs to run at all; everything else would show up as the function's configuration.
    private static readonly string[] Inherited =
    [
        "PATH",
        "HOME",
        "TZ",
        "LANG",
        "LC_ALL",
        "DOTNET_ROOT",
        "SystemRoot",
        "USERPROFILE",
    ];

    private readonly Process process;
    private readonly HttpClient client;
    private readonly Queue<string> log = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<FunctionAnswer>> summaries = new();

    private volatile SweepLines? sweep;

    private FunctionProcess(Process process, string socket)
    {
        this.process = process;
        client = new HttpClient(
            new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                ConnectCallback = async (_, stopping) =>
                {
                    var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    try
                    {
                        await connection
                            .ConnectAsync(new UnixDomainSocketEndPoint(socket), stopping)
                            .ConfigureAwait(false);
                        return new NetworkStream(connection, ownsSocket: true);
                    }
                    catch
                    {
                        connection.Dispose();
                        throw;
                    }
                },
            }
        )
        {
            BaseAddress = new Uri("http://localhost/"),
            Timeout = Timeout.InfiniteTimeSpan, // Each call has its own.
        };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    /// <summary>The last lines of the function's log.</summary>
    public string Log
    {
        get
        {
            lock (log)
                return string.Join('\n', log);
        }
    }

    public int Id => process.Id;

    /// <summary>Starts the function and waits until its socket takes calls.</summary>
    /// <param name="commandLine">The program and its arguments.</param>
    /// <param name="folder">A private folder for the socket.</param>
    /// <param name="environment">The function's configuration and what the platform adds.</param>
    /// <param name="stopping">Ctrl-C.</param>
    /// <exception cref="FunctionFailedException">It did not come up.</exception>
    public static async Task<FunctionProcess> StartAsync(
        IReadOnlyList<string> commandLine,
        string folder,
        IEnumerable<KeyValuePair<string, string>> environment,
        CancellationToken stopping
    )
    {
        string socket = Path.Join(folder, "fn.sock");
        var start = new ProcessStartInfo(commandLine[0], commandLine.Skip(1));
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardOutputEncoding = start.StandardErrorEncoding = Encoding.UTF8;
        start.WorkingDirectory = folder;
        start.Environment.Clear();
        foreach (string name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                start.Environment[name] = value;
        }

        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        // A killed process cannot remove its temporary files; here they go with the folder.
        start.Environment["TMPDIR"] = start.Environment["TEMP"] = start.Environment["TMP"] = folder;
        start.Environment["FN_FORMAT"] = "http-stream";
        start.Environment["FN_LISTENER"] = "unix:" + socket;

        var function = new FunctionProcess(new Process { StartInfo = start }, socket);
        try
        {
            await function.BeginAsync(socket, stopping).ConfigureAwait(false);
            return function;
        }
        catch
        {
            await function.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends one event document, and reads the answer.</summary>
    /// <param name="document">The event.</param>
    /// <param name="stopping">Ends the wait for the answer, not the function's work.</param>
    /// <param name="time">The time that the platform gives the call; null for 30 s.</param>
    /// <exception cref="FunctionFailedException">There was no answer.</exception>
    public Task<FunctionAnswer> CallAsync(
        ReadOnlyMemory<byte> document,
        CancellationToken stopping,
        TimeSpan? time = null
    ) => CallAsync(document, time, FunctionAnswer.Read, summary => summary, stopping);

    /// <summary>Sends a batch, and reads the answer.</summary>
    /// <param name="batch">The array of events.</param>
    /// <param name="time">The time that the platform gives the call.</param>
    /// <param name="stopping">Ends the wait for the answer, not the function's work.</param>
    /// <exception cref="FunctionFailedException">There was no answer.</exception>
    public Task<BatchAnswers> CallBatchAsync(ReadOnlyMemory<byte> batch, TimeSpan time, CancellationToken stopping) =>
        CallAsync(
            batch,
            time,
            BatchAnswers.Read,
            _ => new BatchAnswers((int)HttpStatusCode.BadGateway, new Dictionary<int, FunctionAnswer>()),
            stopping
        );

    /// <summary>Lets the function sweep, and reads what its log says of it.</summary>
    /// <param name="stopping">Ends the wait, not the function's work.</param>
    /// <exception cref="FunctionFailedException">There was no answer.</exception>
    public async Task<LocalSweep> SweepAsync(CancellationToken stopping)
    {
        var lines = new SweepLines();
        sweep = lines;
        try
        {
            await CallAsync("""{"dispatcher":"sweep"}"""u8.ToArray(), time: null, (_, _) => true, _ => true, stopping)
                .ConfigureAwait(false);
            return LocalSweep.Read(await lines.All.WaitAsync(Margin, stopping).ConfigureAwait(false));
        }
        catch (Exception wrong)
            when (wrong is TimeoutException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FunctionFailedException($"the function's log has no sweep: {wrong.Message}", Ended(), Log);
        }
        finally
        {
            sweep = null;
        }
    }

    private async Task<T> CallAsync<T>(
        ReadOnlyMemory<byte> document,
        TimeSpan? time,
        Func<int, ReadOnlyMemory<byte>, T> read,
        Func<FunctionAnswer, T> fromSummary,
        CancellationToken stopping
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "call")
        {
            Content = new ReadOnlyMemoryContent(document),
        };
        request.Content.Headers.ContentType = new("application/json");
        string callId = Guid.NewGuid().ToString("N");
        request.Headers.Add("Fn-Call-Id", callId);
        request.Headers.Add("Fn-Intent", "httprequest");
        request.Headers.Add(
            "Fn-Deadline",
            (DateTimeOffset.UtcNow + (time ?? CallTime)).ToString(
                "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
                CultureInfo.InvariantCulture
            )
        );
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        clock.CancelAfter(CallTime + Margin);
        TaskCompletionSource<FunctionAnswer> summary = summaries[callId] = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        try
        {
            using HttpResponseMessage response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, clock.Token)
                .ConfigureAwait(false);
            byte[] body = await BodyAsync(response, clock.Token).ConfigureAwait(false);
            if (body.Length == 0 && response.StatusCode == HttpStatusCode.BadGateway)
                return fromSummary(await summary.Task.WaitAsync(Margin, clock.Token).ConfigureAwait(false));
            string? own = response.Headers.TryGetValues("Fn-Http-Status", out IEnumerable<string>? values)
                ? values.First()
                : null;
            return read(
                int.TryParse(own, CultureInfo.InvariantCulture, out int status) ? status : (int)response.StatusCode,
                body
            );
        }
        catch (Exception failure)
            when (failure is HttpRequestException or IOException or InvalidDataException or TimeoutException
                || (failure is OperationCanceledException && !stopping.IsCancellationRequested)
            )
        {
            throw new FunctionFailedException($"the function did not answer: {failure.Message}", Ended(), Log);
        }
        finally
        {
            summaries.TryRemove(callId, out _);
        }
    }

    /// <summary>Kills the process, in whatever it is doing.</summary>
    public void Kill()
    {
        if (!process.HasExited)
            process.Kill();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Margin).ConfigureAwait(false);
            }
        }
        catch (Exception gone)
            when (gone is InvalidOperationException or TimeoutException or System.ComponentModel.Win32Exception)
        {
            // It never started, or it is gone already.
        }

        process.Dispose();
    }

    private async Task BeginAsync(string socket, CancellationToken stopping)
    {
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new FunctionFailedException(
                $"{process.StartInfo.FileName} does not start: {failure.Message}",
                null,
                ""
            );
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        long began = Stopwatch.GetTimestamp();
        while (!File.Exists(socket))
        {
            if (process.HasExited)
            {
                // Its last lines may still be on the way.
                await process.WaitForExitAsync(stopping).ConfigureAwait(false);
                throw new FunctionFailedException("the function ended before it took a call", process.ExitCode, Log);
            }

            if (Stopwatch.GetElapsedTime(began) > StartTime)
                throw new FunctionFailedException(
                    $"the function has not opened its socket after {StartTime.TotalSeconds:0} s",
                    null,
                    Log
                );
            await Task.Delay(5, stopping).ConfigureAwait(false);
        }
    }

    // The FDK breaks the answer of a failed call off after its head: the line in which the call ended has everything
    // (dispatch-v1, "Outcome").
    private static async Task<byte[]> BodyAsync(HttpResponseMessage response, CancellationToken stopping)
    {
        try
        {
            return await response.Content.ReadAsByteArrayAsync(stopping).ConfigureAwait(false);
        }
        catch (HttpRequestException) when (response.StatusCode == HttpStatusCode.BadGateway)
        {
            return [];
        }
    }

    private int? Ended() => process.HasExited ? process.ExitCode : null;

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (log)
        {
            log.Enqueue(line);
            if (log.Count > KeptLines)
                log.Dequeue();
        }

        if (line.Contains("\"event\":\"invocation\"", StringComparison.Ordinal))
            Settle(line);
        if (LocalSweep.IsAbout(line))
            sweep?.Add(line);
    }

    private void Settle(string line)
    {
        try
        {
            using var summary = JsonDocument.Parse(line);
            if (
                summary.RootElement.GetProperty("callId").GetString() is { } callId
                && summaries.TryGetValue(callId, out TaskCompletionSource<FunctionAnswer>? waiting)
            )
                waiting.TrySetResult(
                    FunctionAnswer.Read(
                        summary.RootElement.GetProperty("status").GetInt32(),
                        Encoding.UTF8.GetBytes(line)
                    )
                );
        }
        catch (Exception other)
            when (other is JsonException or KeyNotFoundException or InvalidOperationException or InvalidDataException)
        {
            // Not a summary line of the dispatcher's.
        }
    }

    private sealed class SweepLines
    {
        private readonly List<string> lines = [];
        private readonly TaskCompletionSource<IReadOnlyList<string>> all = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        /// <summary>All lines, when the last one has come.</summary>
        public Task<IReadOnlyList<string>> All => all.Task;

        public void Add(string line)
        {
            lock (lines)
                lines.Add(line);
            if (LocalSweep.IsLast(line))
                all.TrySetResult(lines);
        }
    }
}

/// <summary>The function did not start, or did not answer.</summary>
/// <param name="message">What happened.</param>
/// <param name="exitCode">Its exit code, when it ended.</param>
/// <param name="log">The last lines of its log.</param>
internal sealed class FunctionFailedException(string message, int? exitCode, string log) : Exception(message)
{
    /// <summary>Its exit code, when it ended.</summary>
    public int? ExitCode { get; } = exitCode;

    /// <summary>The last lines of its log.</summary>
    public string Log { get; } = log;
}
