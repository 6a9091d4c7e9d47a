using Dispatcher.Cli.Console;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;

namespace Dispatcher.Cli.Runs;

/// <summary>Completes a place of the command line: its namespace is the caller's own where none is written.</summary>
internal static class BucketPlace
{
    /// <summary>The bucket. What is wrong is on standard error when it is null, and the exit code is
    /// <see cref="CommandLine.ExitCode.Service"/>.</summary>
    public static async Task<BucketName?> FindAsync(
        Terminal terminal,
        ObjectPlace place,
        IObjectStore objects,
        Patience patience,
        CancellationToken stopping
    )
    {
        if (place.Namespace is { } written)
            return new BucketName(written, place.Bucket);
        ServiceResult<string> found = await patience
            .CallAsync(objects.GetNamespaceAsync, stopping)
            .ConfigureAwait(false);
        if (found.TryGet(out string? own))
            return new BucketName(own, place.Bucket);
        Trouble.Report(
            terminal,
            "the namespace could not be looked up (say oci://BUCKET@NAMESPACE/PREFIX)",
            found.Failure!
        );
        return null;
    }
}
