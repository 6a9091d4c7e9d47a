using System.Text;
using Dispatcher.Routes;

namespace Dispatcher.Runtime.Sources;

/// <summary>One document, from the configuration.</summary>
/// <param name="yaml">Its text.</param>
public sealed class InlineRouteFiles(string yaml) : IRouteFiles
{
    /// <inheritdoc/>
    public bool MayChange => false;

    /// <inheritdoc/>
    public string Name => "DISPATCHER_ROUTES_YAML";

    /// <inheritdoc/>
    public Task<RouteFilesRead> ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<RouteFilesRead>(new RouteFilesRead.Files([new RouteFile("inline.yaml", Encoding.UTF8.GetBytes(yaml)) { Shown = Name }]));
}
