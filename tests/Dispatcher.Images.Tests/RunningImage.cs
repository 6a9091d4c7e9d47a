using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Dispatcher.Contract;

namespace Dispatcher.Images.Tests;

/// <summary>An image's entry point, running from the image's folder with its own variables, the platform's, and no others.</summary>
internal sealed class RunningImage : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fn-").FullName;
    private readonly StringBuilder log = new();
    private readonly Dictionary<string, string> environment;
    private readonly ImageRoot root;
    private readonly Process process;

    /// <summary>Starts it.</summary>
    /// <param name="root">The image.</param>
    /// <param name="services">Both services' address.</param>
    /// <param name="ofBaseImage">What the base image sets.</param>
    public RunningImage(ImageRoot root, string services, params (string Name, string Value)[] ofBaseImage)
    {
        this.root = root;
        environment = new()
        {
            ["FN_FORMAT"] = "http-stream",
            ["FN_LISTENER"] = "unix:" + Socket,
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
        foreach ((string name, string value) in ofBaseImage.Concat(root.Environment))
            environment[name] = value;
        process = Start(root.Entrypoint);
    }

    public string Log
    {
        get
        {
            lock (log)
                return log.ToString();
        }
    }

    private string Socket => Path.Combine(folder, "lsnr.sock");

    /// <summary>Invokes the function.</summary>
    public async Task<(int Status, string Body)> CallAsync(string body)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, ConnectCallback = (_, stop) => ConnectAsync(stop) };
        using var client = new HttpClient(handler);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PostAsync(new Uri("http://localhost/call"), content);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Runs the image's health check; its exit code.</summary>
    public async Task<int> CheckHealthAsync()
    {
        using Process check = Start(root.HealthCheck);
        await check.WaitForExitAsync();
        return check.ExitCode;
    }

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
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Process Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Path.Combine(root.Path, root.Stage.Value("WORKDIR").TrimStart('/')),
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
        while (!File.Exists(Socket))
        {
            Assert.False(process.HasExited, Log);
            await Task.Delay(5, stop);
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), stop);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
