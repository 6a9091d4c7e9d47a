using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Dispatcher.Contract;

namespace Dispatcher.Measure;

/// <summary>The function as the platform starts it, with a clock beside it.</summary>
internal static class FunctionProcess
{
    public static async Task<Figures> MeasureAsync(string binary, ScriptedService service, int start, int events)
    {
        string folder = Directory.CreateTempSubdirectory("fn-").FullName;
        string socket = Path.Combine(folder, "lsnr.sock");
        int before = service.Requests.Count;
        ProcessStartInfo startInfo = StartInfo(binary, socket, service.Address);

        var clock = Stopwatch.StartNew();
        using Process process = Process.Start(startInfo)!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        try
        {
            while (!File.Exists(socket))
            {
                if (process.HasExited)
                    throw new InvalidOperationException($"{binary} ended with {process.ExitCode}.");
                Thread.Sleep(1);
            }

            double toSocket = clock.Elapsed.TotalMilliseconds;
            using HttpClient client = Client(socket);
            await CallAsync(client, $"{start}-first");
            double toFirstRun = clock.Elapsed.TotalMilliseconds;
            double peakAfterFirst = Peak(process);
            double processorTime = process.TotalProcessorTime.TotalMilliseconds;

            double[] warm = new double[events];
            for (int n = 0; n < events; n++)
            {
                clock.Restart();
                await CallAsync(client, $"{start}-{n}");
                warm[n] = clock.Elapsed.TotalMilliseconds;
            }

            if (service.Requests.Count - before != events + 1)
                throw new InvalidOperationException($"{events + 1} events started {service.Requests.Count - before} task runs.");
            Array.Sort(warm);
            return new(toSocket, toFirstRun, processorTime, warm[events / 2], warm[events * 99 / 100], peakAfterFirst, Peak(process));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CallAsync(HttpClient client, string id)
    {
        string body = $$$"""
            {"eventType":"com.oraclecloud.objectstorage.createobject","cloudEventsVersion":"0.1","eventTypeVersion":"2.0","source":"ObjectStorage",
             "eventTime":"2026-11-23T10:00:00Z","contentType":"application/json","eventID":"{{{id}}}",
             "data":{"compartmentId":"c","compartmentName":"n","resourceName":"invoices/{{{id}}}.jsonlines",
             "resourceId":"/n/ns/b/landing-area/o/invoices/{{{id}}}.jsonlines","availabilityDomain":"AD",
             "additionalDetails":{"bucketName":"landing-area","namespace":"ns","eTag":"{{{id}}}"} } }
            """;
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/call")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Fn-Call-Id", id);
        request.Headers.Add("Fn-Deadline", DateTime.UtcNow.AddSeconds(30).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        using HttpResponseMessage answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static HttpClient Client(string path) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, stop) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    /// <summary>The resident set's high-water mark.</summary>
    private static double Peak(Process process)
    {
        string line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    private static ProcessStartInfo StartInfo(string binary, string socket, string services)
    {
        var start = new ProcessStartInfo(binary)
        {
            WorkingDirectory = Path.GetDirectoryName(binary),
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        // The runtime's own settings are what an image may set; nothing else of this process's environment gets there.
        (string Name, string Value)[] runtime =
            [.. start.Environment.Where(pair => pair.Key.StartsWith("DOTNET_", StringComparison.Ordinal)).Select(pair => (pair.Key, pair.Value!))];
        start.Environment.Clear();
        foreach ((string name, string value) in (IEnumerable<(string, string)>)[.. runtime, .. Variables(socket, services)])
            start.Environment[name] = value;
        return start;
    }

    private static (string Name, string Value)[] Variables(string socket, string services) =>
    [
        ("FN_FORMAT", "http-stream"),
        ("FN_LISTENER", "unix:" + socket),
        ("OCI_RESOURCE_PRINCIPAL_VERSION", "2.2"),
        ("OCI_RESOURCE_PRINCIPAL_REGION", "us-phoenix-1"),
        ("OCI_RESOURCE_PRINCIPAL_RPST", TestKeys.Token(DateTimeOffset.UtcNow.AddHours(1))),
        ("OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM", TestKeys.Pem(TestKeys.First)),
        ("DISPATCHER_DATA_INTEGRATION_ENDPOINT", services),
        ("DISPATCHER_OBJECT_STORAGE_ENDPOINT", services),
        ("workspace_id", "ws"),
        ("application_key", "app"),
        ("connection_key", "C"),
        ("invoices_task_key", "flatten-task"),
    ];
}
