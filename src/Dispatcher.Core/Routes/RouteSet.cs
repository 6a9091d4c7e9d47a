using System.Collections.Immutable;

namespace Dispatcher.Routes;

/// <summary>A complete, validated set of routes. Immutable; made only by <see cref="RouteLoader"/>, so it cannot be wrong.</summary>
public sealed class RouteSet
{
    internal RouteSet(string version, ImmutableArray<Route> routes, ImmutableArray<string> files) =>
        (Version, Routes, Files) = (version, routes, files);

    /// <summary><c>sha256:</c> and 64 hexadecimal digits over the paths and bytes of the files: equal exactly for equal content.</summary>
    public string Version { get; }

    /// <summary>The routes, in the order they are tried.</summary>
    public ImmutableArray<Route> Routes { get; }

    /// <summary>The files' paths, in order.</summary>
    public ImmutableArray<string> Files { get; }
}
