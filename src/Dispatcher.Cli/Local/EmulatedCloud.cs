using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Emulator;
using Dispatcher.Emulator.Buckets;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;
using Dispatcher.Runtime.Settings;

namespace Dispatcher.Cli.Local;

/// <summary>The emulated services with one bucket in them, and the identities that the function and other commands have
/// there.</summary>
internal sealed class EmulatedCloud : IAsyncDisposable
{
    private const string DeadLetterPrefix = "failed/";

    private readonly OciEmulator emulator;
    private readonly EmulatedBucket bucket;
    private ReadOnlyMemory<byte> raised;

    private EmulatedCloud(OciEmulator emulator, EmulatedBucket bucket, string folder, string commands)
    {
        (this.emulator, this.bucket) = (emulator, bucket);
        emulator.ObjectStorage.CreateBucket(DeadLetterBucket(bucket.Name), objectEvents: false);
        Environment = new Dictionary<string, string>(
            emulator.FunctionEnvironment(Path.Join(folder, "principal")),
            StringComparer.Ordinal
        )
        {
            [FunctionSettings.DeadLetterKey] =
                $"oci://{DeadLetterBucket(bucket.Name)}@{emulator.ObjectStorage.Namespace}/{DeadLetterPrefix}",
        };
        ConfigFile = emulator.Credentials.CreateApiKey(commands).ConfigFile;
        emulator.ObjectStorage.ObjectEvent += (_, happened) => raised = happened.Document;
    }

    /// <summary>What the function's environment must have to reach the services, and where its dead letters
    /// go.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>An OCI config file for commands that ask the services.</summary>
    public string ConfigFile { get; }

    /// <summary>Starts the services on loopback. Every workspace, application and task that a route names is
    /// there.</summary>
    /// <param name="folder">A private folder for the function's key and token.</param>
    /// <param name="commands">The folder for the OCI config file of other commands, and its key.</param>
    /// <param name="namespaceName">The bucket's namespace; null for the emulator's own.</param>
    /// <param name="name">The bucket.</param>
    /// <param name="faults">What they do wrong.</param>
    /// <param name="course">How task runs go on.</param>
    /// <param name="stopping">Ctrl-C.</param>
    /// <exception cref="ArgumentException">No bucket can have that name.</exception>
    public static async Task<EmulatedCloud> StartAsync(
        string folder,
        string commands,
        string? namespaceName,
        string name,
        LocalFaults faults,
        RunCourse course,
        CancellationToken stopping
    )
    {
        // Tokens are renewed as on the platform, so that watching may go on for days.
        var options = new EmulatorOptions
        {
            AcceptAnyTask = true,
            RenewTokens = true,
            CourseOf = faults.CourseOf(course),
        };
        OciEmulator emulator = await OciEmulator
            .StartAsync(namespaceName is null ? options : options with { Namespace = namespaceName }, stopping)
            .ConfigureAwait(false);
        try
        {
            var cloud = new EmulatedCloud(emulator, emulator.ObjectStorage.CreateBucket(name), folder, commands);
            foreach (FaultRule rule in faults.Rules)
                emulator.Faults.Add(rule);
            return cloud;
        }
        catch
        {
            await emulator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Writes an object, and gives the event that this raises.</summary>
    /// <exception cref="ArgumentException">No object can have that name.</exception>
    /// <exception cref="InvalidOperationException">The services have no room left.</exception>
    public ReadOnlyMemory<byte> Put(string name, byte[] content)
    {
        bucket.Put(name, content);
        return raised;
    }

    /// <summary>Deletes an object, and gives the event that this raises; null when it was not there.</summary>
    public ReadOnlyMemory<byte>? Delete(string name) => bucket.Delete(name) ? raised : null;

    /// <summary>A task run as it is now; null when it does not exist.</summary>
    public EmulatedRun? Find(string taskRunKey) => emulator.DataIntegration.Find(taskRunKey);

    /// <summary>How many task runs have not ended.</summary>
    public int Unfinished() => emulator.DataIntegration.Runs.Count(run => run.Ended is null);

    /// <summary>How often each kind of fault came, by its word in <c>--faults</c>.</summary>
    public ImmutableArray<KeyValuePair<string, long>> FaultsMet() =>
        LocalFaults.Met(
            emulator.Faults,
            emulator.DataIntegration.Runs.Count(run => run.ErrorMessage == LocalFaults.RunError)
        );

    /// <summary>The bindings that a task run was created with, as the service received them.</summary>
    public ImmutableArray<KeyValuePair<string, JsonElement>> BindingsOf(string taskRunKey)
    {
        if (emulator.DataIntegration.Find(taskRunKey) is not { } run)
            return [];
        using var body = JsonDocument.Parse(run.Body);
        return
        [
            .. body
                .RootElement.GetProperty("configProvider")
                .GetProperty("bindings")
                .EnumerateObject()
                .Select(binding => new KeyValuePair<string, JsonElement>(binding.Name, binding.Value.Clone())),
        ];
    }

    // A bucket of its own, whatever the landing bucket is called.
    private static string DeadLetterBucket(string landing) =>
        landing == "dispatcher-failed" ? "dispatcher-failed-events" : "dispatcher-failed";

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => emulator.DisposeAsync();
}
