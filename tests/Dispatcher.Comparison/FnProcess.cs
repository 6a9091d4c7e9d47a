using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Dispatcher.Comparison;

/// <summary>A function as the platform runs it, and the platform's side of the socket.</summary>
internal sealed class FnProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly HttpClient client;
    private readonly string folder;

    private FnProcess(Process process, HttpClient client, string folder, double toSocket) =>
        (this.process, this.client, this.folder, ToSocket) = (process, client, folder, toSocket);

    /// <summary>From the start of the process to its socket, in milliseconds.</summary>
    public double ToSocket { get; }

    /// <summary>Processor time so far, in milliseconds.</summary>
    public double Processor
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalMilliseconds;
        }
    }

    /// <summary>The resident set's high-water mark, in MB (10^6 bytes).</summary>
    public double Peak
    {
        get
        {
            string line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024 / 1e6;
        }
    }

    /// <summary>Starts one and waits for its socket.</summary>
    public static async Task<FnProcess> StartAsync(Subject subject, IReadOnlyDictionary<string, string> environment)
    {
        string folder = Directory.CreateTempSubdirectory("fn-").FullName, socket = Path.Combine(folder, "lsnr.sock");
        var start = new ProcessStartInfo(subject.Program, subject.Arguments)
        {
            WorkingDirectory = subject.Folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        string path = start.Environment["PATH"]!;
        start.Environment.Clear();
        (string, string)[] fixedOnes =
        [
            ("PATH", path), ("FN_FORMAT", "http-stream"), ("FN_LISTENER", "unix:" + socket), ("FN_MEMORY", "512"), ("FN_TYPE", "sync"),
            ("workspace_id", "ws"), ("application_key", "app"), ("connection_key", "C"), ("invoices_task_key", "flatten-task"),
        ];
        foreach ((string name, string value) in fixedOnes.Concat(environment.Select(pair => (pair.Key, pair.Value))))
            start.Environment[name] = value;
        var clock = Stopwatch.StartNew();
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{subject.Program} does not start");
        string last = "";
        process.ErrorDataReceived += (_, line) => last = line.Data ?? last;
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        while (!File.Exists(socket))
        {
            if (process.HasExited || clock.Elapsed > TimeSpan.FromSeconds(20))
            {
                process.Kill();
                throw new InvalidOperationException($"{subject.Name} makes no socket; its last line: {last}");
            }

            await Task.Delay(1).ConfigureAwait(false);
        }

        return new FnProcess(process, Client(socket), folder, clock.Elapsed.TotalMilliseconds);
    }

    /// <summary>Sends an event of the invoices scenario; fails unless it is answered with success.</summary>
    public Task CallAsync(string id) => CallAsync(id, $"invoices/{id}.jsonlines");

    /// <summary>Sends the event of an object; fails unless it is answered with success.</summary>
    public async Task CallAsync(string id, string name)
    {
        string body = $$$"""
            {"eventType":"com.oraclecloud.objectstorage.createobject","cloudEventsVersion":"0.1","eventTypeVersion":"2.0","source":"ObjectStorage","eventTime":"2026-11-23T10:00:00Z","contentType":"application/json","eventID":"{{{id}}}","data":{"compartmentId":"ocid1.compartment.oc1..c","compartmentName":"n","resourceName":"{{{name}}}","resourceId":"/n/emulated/b/landing-area/o/{{{name}}}","availabilityDomain":"AD","additionalDetails":{"bucketName":"landing-area","namespace":"emulated","eTag":"{{{id}}}"} },"extensions":{"compartmentId":"ocid1.compartment.oc1..c"} }
            """;
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/call")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Fn-Call-Id", id);
        request.Headers.Add("Fn-Deadline", DateTime.UtcNow.AddSeconds(60).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        using HttpResponseMessage answer = await client.SendAsync(request).ConfigureAwait(false);
        string text = await answer.Content.ReadAsStringAsync().ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode || !text.Contains("dispatched", StringComparison.Ordinal))
            throw new InvalidOperationException($"event {id}: {(int)answer.StatusCode} {text}");
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        process.Kill();
        await process.WaitForExitAsync().ConfigureAwait(false);
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static HttpClient Client(string path) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, stop) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), stop).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });
}
