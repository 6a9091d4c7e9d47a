namespace Dispatcher.Runtime.Sources;

/// <summary>Somewhere route files are.</summary>
public interface IRouteFiles
{
    /// <summary>Whether the files may change while the process runs.</summary>
    bool MayChange { get; }

    /// <summary>What the source is called in logs.</summary>
    string Name { get; }

    /// <summary>Reads the files. Never called twice at once; expected failures are values.</summary>
    /// <param name="evenIfUnchanged">Whether the caller needs the files although they may be the same as last
    /// time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<RouteFilesRead> ReadAsync(bool evenIfUnchanged, CancellationToken cancellationToken);
}
