using Dispatcher.Routes;

namespace Dispatcher.Runtime.Sources;

/// <summary>What looking at a route source gave.</summary>
public abstract record RouteFilesRead
{
    private RouteFilesRead()
    {
    }

    /// <summary>The files as they are now.</summary>
    public sealed record Files(IReadOnlyList<RouteFile> Found) : RouteFilesRead;

    /// <summary>Nothing has changed since the last time.</summary>
    public sealed record Unchanged : RouteFilesRead;

    /// <summary>They could not be read.</summary>
    /// <param name="Reason">Why, and what to do.</param>
    public sealed record Failed(string Reason) : RouteFilesRead;
}

/// <summary>Somewhere route files are.</summary>
public interface IRouteFiles
{
    /// <summary>Whether the files may change while the process runs.</summary>
    bool MayChange { get; }

    /// <summary>What the source is called in logs.</summary>
    string Name { get; }

    /// <summary>Reads the files. Never called twice at once; expected failures are values.</summary>
    Task<RouteFilesRead> ReadAsync(CancellationToken cancellationToken);
}
