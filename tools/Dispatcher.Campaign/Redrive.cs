using System.Diagnostics;
using System.Text;

namespace Dispatcher.Campaign;

/// <summary>Puts the dead letters through again with the <c>dispatcher</c> command, as a person does.</summary>
/// <param name="cloud">Where they are.</param>
/// <param name="seed">Where the randomness of its interruptions starts.</param>
internal sealed class Redrive(Cloud cloud, int seed)
{
    /// <summary>What the names of records begin with, and of those that were put through.</summary>
    public const string Prefix = "letters/",
        Done = "letters/done/";

    // Under faults it pauses for seconds; it is not waited for.
    private const int LongestUntilKilled = 3_000;

    private readonly Random random = new(seed);
    private readonly List<string> problems = [];

    /// <summary>How often the command was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>What it must not do.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Runs it a few times, and kills it with SIGKILL in whatever it is doing.</summary>
    public async Task InterruptedAsync(int times, CancellationToken stopping)
    {
        for (int i = 0; i < times; i++)
            await RunAsync(TimeSpan.FromMilliseconds(random.Next(500, LongestUntilKilled)), stopping)
                .ConfigureAwait(false);
    }

    /// <summary>Runs it once, while nothing goes wrong: it must do everything.</summary>
    public async Task ToItsEndAsync(CancellationToken stopping)
    {
        // 1 says that there are records left: those of events that never can run.
        (int code, string said) = await RunAsync(Timeout.InfiniteTimeSpan, stopping).ConfigureAwait(false);
        if (code is not (0 or 1))
            problems.Add($"the redrive ended with {code}: {said}");
    }

    private async Task<(int Code, string Said)> RunAsync(TimeSpan patience, CancellationToken stopping)
    {
        using Process command = Process.Start(StartInfo())!;
        var said = new StringBuilder();
        command.OutputDataReceived += (_, _) => { };
        command.ErrorDataReceived += (_, line) =>
        {
            lock (said)
                said.AppendLine(line.Data);
        };
        command.BeginOutputReadLine();
        command.BeginErrorReadLine();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        enough.CancelAfter(patience);
        try
        {
            await command.WaitForExitAsync(enough.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            command.Kill();
            await command.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            stopping.ThrowIfCancellationRequested();
            Kills++;
        }

        lock (said)
            return (command.ExitCode, said.ToString());
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(
            FunctionPrograms.Command,
            [
                "redrive",
                Cloud.DeadLetters + "/",
                "--submit",
                "--max-running",
                "10000",
                "--routes",
                Cloud.RouteFolder,
                "--config",
                "workspace_id=ws",
                "--config",
                "application_key=app",
                "--quiet",
            ]
        )
        {
            WorkingDirectory = cloud.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OCI_CONFIG_FILE"] = cloud.Profile.ConfigFile;
        start.Environment["OCI_CLI_PROFILE"] = cloud.Profile.Profile;
        start.Environment["DISPATCHER_DATA_INTEGRATION_ENDPOINT"] = Origin(cloud.Emulator.DataIntegrationEndpoint);
        start.Environment["DISPATCHER_OBJECT_STORAGE_ENDPOINT"] = Origin(cloud.Emulator.ObjectStorageEndpoint);
        return start;
    }

    private static string Origin(Uri endpoint) => endpoint.GetLeftPart(UriPartial.Authority);
}
