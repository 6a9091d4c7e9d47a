using System.Collections.Immutable;

namespace Dispatcher.Routes;

/// <summary>A complete, validated set of routes. Immutable; made only by the loader, so it cannot be
/// wrong.</summary>
public sealed class RouteSet
{
    internal RouteSet(string version, ImmutableArray<Route> routes, ImmutableArray<string> files) =>
        (Version, Routes, Files) = (version, routes, files);

    /// <summary><c>sha256:</c> and 64 hexadecimal digits over the paths and bytes of the files: equal exactly for equal
    /// content.</summary>
    public string Version { get; }

    /// <summary>The routes, in the order they are tried.</summary>
    public ImmutableArray<Route> Routes { get; }

    /// <summary>The files' paths, in order.</summary>
    public ImmutableArray<string> Files { get; }

    /// <summary>Whether a pattern asks for a value of the configuration.</summary>
    public bool AsksConfiguration => Routes.Any(route => route.Match.Configured.Any());

    /// <summary>The same set with the values of a configuration in its patterns; a value that it lacks stays any
    /// text.</summary>
    public RouteSet Under(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return AsksConfiguration
            ? new(Version, [.. Routes.Select(route => route with { Match = route.Match.Under(configuration) })], Files)
            : this;
    }

    /// <summary>The same set with another route in the place of one of its own; it has the version of this one and is
    /// not for use outside proofs.</summary>
    internal RouteSet With(Route changed) => new(Version, Routes.SetItem(changed.Index, changed), Files);
}
