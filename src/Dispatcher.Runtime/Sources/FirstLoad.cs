using System.Runtime;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Runtime.Sources;

/// <summary>The load that a process begins with. A large set is loaded without collecting garbage on the way.</summary>
/// <remarks>The function keeps the youngest generation small, which is right for events. Loading a thousand routes
/// fills it ten times over, and each collection would move the routes loaded so far and the YAML in hand. Garbage is
/// collected again a moment after the load: by then the event that waited for the routes waits for its
/// service.</remarks>
public static class FirstLoad
{
    // What a load allocates is some 60 times the YAML; below this size it is a collection or two.
    private const int LargeYaml = 256 * 1024,
        BytesForOne = 64;

    // A share of the memory there is, and no more than any set of usual size needs.
    private const long Share = 4,
        Most = 96 * 1024 * 1024;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    /// <summary>The same as <see cref="RouteLoader.Load"/>.</summary>
    public static RouteLoad Load(
        IReadOnlyCollection<RouteFile> files,
        byte[]? prepared = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(files);
        long yaml = files.Sum(file => (long)file.Content.Length);
        bool started =
            yaml >= LargeYaml
            && TryStart(
                Math.Min(yaml * BytesForOne, Math.Min(Most, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Share))
            );
        try
        {
            // Core starts no thread; an event waits for these routes, so that half of the YAML is parsed by another.
            return RouteLoader.Load(files, prepared, work => _ = Task.Run(work), cancellationToken);
        }
        finally
        {
            if (started)
                _ = EndAsync();
        }
    }

    private static bool TryStart(long bytes)
    {
        try
        {
            return GC.TryStartNoGCRegion(bytes);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentOutOfRangeException)
        {
            // Another part of the process has begun one, or it is more than the collector can set aside: then it
            // collects.
            return false;
        }
    }

    private static async Task EndAsync()
    {
        await Task.Delay(Moment).ConfigureAwait(false);
        // A load that needed more has ended it already.
        if (GCSettings.LatencyMode != GCLatencyMode.NoGCRegion)
            return;
        try
        {
            GC.EndNoGCRegion();
        }
        catch (InvalidOperationException)
        {
            // It ended in between.
        }
    }
}
