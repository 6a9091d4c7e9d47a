using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Dispatcher.Contract.Images;

/// <summary>An entry point, running with its image's variables, the platform's, and no others.</summary>
public sealed class RunningImage : IAsyncDisposable
{
    private const string FolderInRoot = "/tmp/iofs";

    private readonly string folder;
    private readonly string? root;
    private readonly StringBuilder log = new();
    private readonly Dictionary<string, string> environment;
    private readonly string workFolder;
    private readonly Process process;
    private readonly HttpClient client;

    /// <summary>Starts it on this machine's libraries, or in a root folder of its own.</summary>
    /// <param name="entrypoint">The command.</param>
    /// <param name="workFolder">The folder it starts in.</param>
    /// <param name="services">Both services' address.</param>
    /// <param name="ofImage">What the image and its base set.</param>
    /// <param name="root">The root folder, which it enters as user and group 1000; null for this machine's.</param>
    public RunningImage(
        IReadOnlyList<string> entrypoint,
        string workFolder,
        string services,
        IEnumerable<(string Name, string Value)> ofImage,
        string? root = null
    )
    {
        this.workFolder = workFolder;
        this.root = root;
        folder = root is null ? Directory.CreateTempSubdirectory("fn-").FullName : root + FolderInRoot;
        if (root is not null)
            BareRoot.MakeShared(folder);
        environment = new()
        {
            ["FN_FORMAT"] = "http-stream",
            ["FN_LISTENER"] = "unix:" + (root is null ? Socket : FolderInRoot + "/" + SocketName),
            ["FN_FN_ID"] = "ocid1.fnfunc.oc1..f",
            ["FN_APP_ID"] = "ocid1.fnapp.oc1..a",
            ["FN_FN_NAME"] = "dispatcher",
            ["FN_APP_NAME"] = "events",
            ["FN_MEMORY"] = "128",
            ["FN_TYPE"] = "sync",
            ["OCI_RESOURCE_PRINCIPAL_VERSION"] = "2.2",
            ["OCI_RESOURCE_PRINCIPAL_REGION"] = "us-phoenix-1",
            ["OCI_RESOURCE_PRINCIPAL_RPST"] = TestKeys.Token(DateTimeOffset.UtcNow.AddHours(1)),
            ["OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM"] = TestKeys.Pem(TestKeys.First),
            ["DISPATCHER_DATA_INTEGRATION_ENDPOINT"] = services,
            ["DISPATCHER_OBJECT_STORAGE_ENDPOINT"] = services,
            ["workspace_id"] = "ws",
            ["application_key"] = "app",
            ["connection_key"] = "C",
            ["invoices_task_key"] = "flatten-task",
        };
        foreach ((string name, string value) in ofImage)
            environment[name] = value;
        client = new HttpClient(
            new SocketsHttpHandler { UseProxy = false, ConnectCallback = (_, stop) => ConnectAsync(stop) }
        );
        process = Start(entrypoint);
    }

    /// <summary>Everything it has written.</summary>
    public string Log
    {
        get
        {
            lock (log)
                return log.ToString();
        }
    }

    /// <summary>The processor time it has taken.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The high-water mark of its resident set, in bytes.</summary>
    public long PeakMemory =>
        1024
        * long.Parse(
            File.ReadLines($"/proc/{process.Id}/status")
                .First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture
        );

    private const string SocketName = "lsnr.sock";

    private string Socket => Path.Combine(folder, SocketName);

    /// <summary>The event of an object that the route <c>invoices</c> takes.</summary>
    /// <param name="stem">The object's name without folder and extension; also its ETag and the event's id.</param>
    public static string InvoiceEvent(string stem) =>
        $$$"""
            {"eventType":"com.oraclecloud.objectstorage.createobject","cloudEventsVersion":"0.1","eventTypeVersion":"2.0","source":"ObjectStorage",
             "eventTime":"2026-11-23T10:00:00Z","contentType":"application/json","eventID":"{{{stem}}}",
             "data":{"compartmentId":"c","compartmentName":"n","resourceName":"invoices/{{{stem}}}.jsonlines",
             "resourceId":"/n/ns/b/landing-area/o/invoices/{{{stem}}}.jsonlines","availabilityDomain":"AD",
             "additionalDetails":{"bucketName":"landing-area","namespace":"ns","eTag":"{{{stem}}}"} } }
            """;

    /// <summary>Waits until it listens.</summary>
    public void WaitForSocket()
    {
        while (!File.Exists(Socket))
        {
            Assert.False(process.HasExited, Log);
            Thread.Sleep(1); // Not a task's delay: what is measured here is a few of them long.
        }
    }

    /// <summary>Invokes the function as the platform does.</summary>
    public async Task<(int Status, string Body)> CallAsync(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("http://localhost/call"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Fn-Call-Id", "call");
        request.Headers.Add(
            "Fn-Deadline",
            DateTime.UtcNow.AddSeconds(30).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        );
        using HttpResponseMessage answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Runs another command with the same variables, such as the health check; its exit code.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> command)
    {
        using Process other = Start(command);
        await other.WaitForExitAsync();
        return other.ExitCode;
    }

    /// <summary>The lines of it.</summary>
    public IEnumerable<string> Lines => Log.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Takes the name away that the platform connects to.</summary>
    public void TakeSocketAway() => File.Delete(Socket);

    /// <summary>Waits until it has ended by itself; its exit code.</summary>
    public async Task<int> WhenEndedAsync()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Ends it without a warning.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>The health check of its image, as it is run beside it.</summary>
    public IReadOnlyList<string> HealthCheck(ImageRoot image) =>
        root is null ? [image.OnThisMachine(image.HealthCheck[0]), .. image.HealthCheck.Skip(1)] : image.HealthCheck;

    /// <summary>Stops it like the platform does; its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using (Process stop = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await stop.WaitForExitAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Process Start(IReadOnlyList<string> command)
    {
        IReadOnlyList<string> entering = root is null ? command : BareRoot.Enter(root, workFolder, command);
        var start = new ProcessStartInfo(entering[0], entering.Skip(1))
        {
            WorkingDirectory = root is null ? workFolder : "/",
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        var started = new Process { StartInfo = start };
        started.ErrorDataReceived += Collect;
        started.OutputDataReceived += Collect;
        started.Start();
        started.BeginErrorReadLine();
        started.BeginOutputReadLine();
        return started;
    }

    private void Collect(object sender, DataReceivedEventArgs line)
    {
        lock (log)
            log.AppendLine(line.Data);
    }

    private async ValueTask<Stream> ConnectAsync(CancellationToken stop)
    {
        WaitForSocket();
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), stop);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
