using System.Diagnostics;
using System.Text;
using Dispatcher.Emulator;
using Dispatcher.Emulator.Model;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>The emulated services, and the command led to them as a user is: by an OCI config file and two
/// endpoints.</summary>
internal sealed class Cloud : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private LocalEmulator? local;

    public OciEmulator Emulator => local!.Emulator;

    /// <summary>The runs in the order they were created.</summary>
    public IReadOnlyList<EmulatedRun> Runs => Emulator.DataIntegration.Runs;

    /// <summary>The command's environment.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>A folder that goes with the services.</summary>
    public string Folder => folder.Path;

    public static async Task<Cloud> StartAsync(Func<EmulatorOptions, EmulatorOptions>? options = null)
    {
        var cloud = new Cloud();
        var quick = new EmulatorOptions
        {
            Course = new RunCourse
            {
                NotStarted = TimeSpan.Zero,
                Queued = TimeSpan.Zero,
                Running = TimeSpan.FromMilliseconds(5),
            },
        };
        LocalEmulator local = cloud.local = await OciEmulator.StartLocalAsync(
            cloud.folder.Path,
            options?.Invoke(quick) ?? quick
        );
        cloud.Variables["OCI_CONFIG_FILE"] = local.Profile.ConfigFile;
        cloud.Variables["OCI_CLI_PROFILE"] = local.Profile.Profile;
        cloud.Variables["DISPATCHER_DATA_INTEGRATION_ENDPOINT"] = local.Emulator.DataIntegrationEndpoint.GetLeftPart(
            UriPartial.Authority
        );
        cloud.Variables["DISPATCHER_OBJECT_STORAGE_ENDPOINT"] = local.Emulator.ObjectStorageEndpoint.GetLeftPart(
            UriPartial.Authority
        );
        return cloud;
    }

    /// <summary>Writes objects into a bucket.</summary>
    public void Put(string bucket, params string[] names)
    {
        if (Emulator.ObjectStorage.Find(bucket) is null)
            Emulator.ObjectStorage.CreateBucket(bucket);
        foreach (string name in names)
            Emulator.ObjectStorage.Put(bucket, name, Encoding.UTF8.GetBytes(name));
    }

    /// <summary>Runs the command; its pauses are shortened to a millisecond.</summary>
    public Task<CliResult> RunAsync(string[] args, string? repository = null, CancellationToken stopping = default) =>
        TheCommand.RunAsync(
            args,
            repository ?? TheCommand.Repository,
            variables: Variables,
            wait: (_, stop) => Task.Delay(1, stop),
            stopping: stopping
        );

    /// <summary>Starts the command as a process of its own.</summary>
    public Process Start(string[] args, string? repository = null)
    {
        var start = new ProcessStartInfo(ProcessTests.Executable, args)
        {
            WorkingDirectory = repository ?? TheCommand.Repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string key, string value) in Variables)
            start.Environment[key] = value;
        return Process.Start(start)!;
    }

    public async ValueTask DisposeAsync()
    {
        await local!.DisposeAsync();
        folder.Dispose();
    }
}
