using Dispatcher.Routes.Loading;

namespace Dispatcher.Runtime.Sources;

/// <summary>What looking at a route source gave.</summary>
public abstract record RouteFilesRead
{
    private RouteFilesRead() { }

    /// <summary>The files as they are now.</summary>
    public sealed record Files(IReadOnlyList<RouteFile> Found) : RouteFilesRead;

    /// <summary>Nothing has changed since the last time.</summary>
    public sealed record Unchanged : RouteFilesRead;

    /// <summary>They could not be read.</summary>
    /// <param name="Reason">Why, and what to do.</param>
    public sealed record Failed(string Reason) : RouteFilesRead;
}
