using System.Text;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Runtime.Sources;

/// <summary>One document, from the configuration.</summary>
/// <param name="yaml">Its text.</param>
internal sealed class InlineRouteFiles(string yaml) : IRouteFiles
{
    public bool MayChange => false;

    public string Name => "DISPATCHER_ROUTES_YAML";

    public Task<RouteFilesRead> ReadAsync(bool evenIfUnchanged, CancellationToken cancellationToken) =>
        Task.FromResult<RouteFilesRead>(
            new RouteFilesRead.Files([new RouteFile("inline.yaml", Encoding.UTF8.GetBytes(yaml)) { Shown = Name }])
        );
}
