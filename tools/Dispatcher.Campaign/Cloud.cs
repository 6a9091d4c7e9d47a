using Dispatcher.Emulator;
using Dispatcher.Emulator.Identity;
using Dispatcher.Emulator.Model;
using Dispatcher.Emulator.Runs;

namespace Dispatcher.Campaign;

/// <summary>The emulated services, with the routes, the tasks and the dead-letter bucket in them, and a folder for
/// everything.</summary>
internal sealed class Cloud : IAsyncDisposable
{
    /// <summary>The buckets.</summary>
    public const string Routes = "routes",
        Dead = "dead";

    /// <summary>The place of dead letters.</summary>
    public const string DeadLetters = "oci://dead@emulated/letters";

    /// <summary>Every task that routes name but the one that nobody published.</summary>
    private static readonly string[] Tasks =
    [
        "single",
        "narrow",
        "shadow",
        "broken",
        "first",
        "tables",
        "last",
        "half",
        "half-broken",
    ];

    private Cloud(string folder, OciEmulator emulator)
    {
        (Folder, Emulator) = (folder, emulator);
        FunctionEnvironment = new Dictionary<string, string>(
            emulator.FunctionEnvironment(Path.Join(folder, "principal")),
            StringComparer.Ordinal
        )
        {
            ["workspace_id"] = "ws",
            ["application_key"] = "app",
        };
        Profile = emulator.Credentials.CreateApiKey(Path.Join(folder, "oci"));
    }

    /// <summary>A folder that goes with this object.</summary>
    public string Folder { get; }

    /// <summary>The services.</summary>
    public OciEmulator Emulator { get; }

    /// <summary>What a process of the function finds in its environment, but for where its routes are.</summary>
    public IReadOnlyDictionary<string, string> FunctionEnvironment { get; }

    /// <summary>The function's token.</summary>
    public string TokenFile => FunctionEnvironment["OCI_RESOURCE_PRINCIPAL_RPST"];

    /// <summary>Whose rights the command has.</summary>
    public ConfigProfile Profile { get; }

    /// <summary>The route files.</summary>
    public static string RouteFolder { get; } = Path.Join(AppContext.BaseDirectory, "campaign-routes");

    /// <summary>Starts the services.</summary>
    public static async Task<Cloud> StartAsync(RetryTokenReplay replay, CancellationToken stopping)
    {
        string folder = Directory.CreateTempSubdirectory("campaign-").FullName;
        OciEmulator emulator = await OciEmulator
            .StartAsync(
                new EmulatorOptions
                {
                    RetryTokenReplay = replay,
                    LoggedRequests = 0,
                    MaxTaskRuns = 10_000_000,
                    // One event in a thousand is over 1 MiB, and so is its record.
                    MaxStoredBytes = 16L * 1024 * 1024 * 1024,
                    CourseOf = run => new RunCourse
                    {
                        NotStarted = TimeSpan.Zero,
                        Queued = TimeSpan.Zero,
                        Running = run.TaskKey == "narrow" ? TimeSpan.FromMilliseconds(500) : TimeSpan.Zero,
                    },
                },
                stopping
            )
            .ConfigureAwait(false);
        var cloud = new Cloud(folder, emulator);
        foreach (string task in Tasks)
            emulator.DataIntegration.AddTask("ws", "app", new PublishedTask(task));
        emulator.ObjectStorage.CreateBucket(Dead);
        emulator.ObjectStorage.CreateBucket(Routes);
        foreach (string file in Directory.EnumerateFiles(RouteFolder))
            emulator.ObjectStorage.Put(
                Routes,
                Path.GetFileName(file),
                await File.ReadAllBytesAsync(file, stopping).ConfigureAwait(false)
            );
        return cloud;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Emulator.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(Folder, recursive: true);
    }
}
