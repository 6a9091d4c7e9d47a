using Dispatcher.Emulator;

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
            await Console.In.ReadToEndAsync();
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

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
