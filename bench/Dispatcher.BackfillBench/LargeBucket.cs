using Dispatcher.Emulator;
using Dispatcher.Emulator.Model;
using Dispatcher.Events;
using Dispatcher.Files;
using Dispatcher.Planning;
using Dispatcher.Routes.Loading;

namespace Dispatcher.BackfillBench;

/// <summary>An emulated bucket with as many objects as one likes: most of them match the routes of this repository, a
/// tenth does not.</summary>
internal static class LargeBucket
{
    public const string Name = "landing-area";

    /// <summary>Serves until standard input ends. The first line on standard output is the command's options, with tabs
    /// between them.</summary>
    public static async Task<int> ServeAsync(int objects)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("backfill-bench-");
        try
        {
            await using LocalEmulator local = await OciEmulator.StartLocalAsync(folder.FullName);
            Emulator.Buckets.EmulatedBucket bucket = local.Emulator.ObjectStorage.CreateBucket(Name);
            for (int n = 0; n < objects; n++)
                bucket.Put(ObjectName(n), default);
            AddRuns(local.Emulator, bucket);
            Console.WriteLine(
                string.Join(
                    '\t',
                    "--oci-config",
                    local.Profile.ConfigFile,
                    "--profile",
                    local.Profile.Profile,
                    "--config-file",
                    "samples/local.config",
                    "--config",
                    "DISPATCHER_DATA_INTEGRATION_ENDPOINT="
                        + local.FunctionEnvironment["DISPATCHER_DATA_INTEGRATION_ENDPOINT"],
                    "--config",
                    "DISPATCHER_OBJECT_STORAGE_ENDPOINT="
                        + local.FunctionEnvironment["DISPATCHER_OBJECT_STORAGE_ENDPOINT"]
                )
            );

            // Each line asks how many requests there were so far.
            while (await Console.In.ReadLineAsync() is not null)
                Console.WriteLine(
                    string.Join(
                        ' ',
                        local.Emulator.RequestCount(Operations.ListObjects),
                        local.Emulator.RequestCount(Operations.ListTaskRuns)
                    )
                );
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Of 100 objects that start something, 99 have their run.
    private static void AddRuns(OciEmulator emulator, Emulator.Buckets.EmulatedBucket bucket)
    {
        var listed = new ListedObjects(
            DispatchPlanner.For(RouteLoader.Load(RouteFolder.Read("routes", "routes").Files).Set!),
            Configuration.From(Configured("samples/local.config")),
            new EventDocument
            {
                Object = "object",
                Bucket = bucket.Name,
                Namespace = bucket.Namespace,
            }
        );
        int n = 0;
        foreach (Emulator.Buckets.EmulatedObject stored in bucket.All())
        {
            foreach (TaskRunRequest run in listed.Plan(stored.Name, stored.ETag, stored.TimeModified, null).Plan!.Runs)
            {
                if (n++ % 100 == 0)
                    continue;
                emulator.DataIntegration.AddSucceeded(
                    new EmulatedRun
                    {
                        Key = Guid.NewGuid().ToString(),
                        Workspace = run.Workspace,
                        Application = run.Application,
                        TaskKey = run.TaskKey,
                        Name = run.Name,
                        Identifier = run.Identifier,
                        Body = default,
                        OpcRequestId = "bench",
                        Created = DateTimeOffset.UtcNow,
                    }
                );
            }
        }
    }

    private static Dictionary<string, string> Configured(string file) =>
        File.ReadLines(file)
            .Where(line => line.Contains('=') && !line.StartsWith('#'))
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim(), StringComparer.Ordinal);

    private static string ObjectName(int n)
    {
        DateTime day = DateTime.UnixEpoch.AddDays(n % 20_000);
        return FormattableString.Invariant(
            (n % 10) switch
            {
                < 5 => (FormattableString)$"invoices/{day:yyyy-MM-dd}-{n}.jsonlines",
                < 8 => $"orders/{day:yyyy\\/MM\\/dd}/store-{n}.csv",
                < 9 => $"sensors/berlin/{n}.json",
                _ => $"drafts/{day:yyyy-MM-dd}-{n}.tmp",
            }
        );
    }
}
