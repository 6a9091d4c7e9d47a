using Dispatcher.Oci.Ports;
using Dispatcher.Runtime.Retrying;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Telemetry;

namespace Dispatcher.Runtime.Sources;

/// <summary>Makes the source that the configuration names.</summary>
public static class RouteSources
{
    /// <summary>The source.</summary>
    /// <param name="origin"><c>DISPATCHER_ROUTES</c>.</param>
    /// <param name="objects">Object Storage, for routes in a bucket.</param>
    /// <param name="time">The clock of its retries; null for the system's.</param>
    /// <param name="options">The bounds of its retries; null for the deployed ones.</param>
    /// <param name="instruments">Where its retries are counted; null for nowhere.</param>
    public static IRouteFiles For(
        RouteOrigin origin,
        IObjectStore objects,
        TimeProvider? time = null,
        DispatchOptions? options = null,
        Instruments? instruments = null
    )
    {
        time ??= TimeProvider.System;
        return origin switch
        {
            RouteOrigin.Bucket bucket => new BucketRouteFiles(
                objects,
                bucket.Place,
                new Retrier(options ?? new(), time, instruments ?? new()),
                time
            ),
            RouteOrigin.Inline inline => new InlineRouteFiles(inline.Yaml),
            RouteOrigin.Folder folder => new FolderRouteFiles(folder.Path, folder.Shown, "set DISPATCHER_ROUTES"),
            _ => throw new ArgumentException("Every origin has a source.", nameof(origin)),
        };
    }

    /// <summary>A folder that a user named, not the configuration.</summary>
    public static IRouteFiles OfFolder(string path) => new FolderRouteFiles(path, path, "name another");
}
