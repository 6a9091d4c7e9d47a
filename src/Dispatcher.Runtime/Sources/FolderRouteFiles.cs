using Dispatcher.Diagnostics;
using Dispatcher.Files;

namespace Dispatcher.Runtime.Sources;

/// <summary>The route files below a folder.</summary>
/// <param name="folder">The folder.</param>
/// <param name="shown">How diagnostics name it.</param>
/// <param name="otherwise">What to do instead where there is no such folder.</param>
internal sealed class FolderRouteFiles(string folder, string shown, string otherwise) : IRouteFiles
{
    public bool MayChange => false;

    public string Name => folder;

    public Task<RouteFilesRead> ReadAsync(bool evenIfUnchanged, CancellationToken cancellationToken) =>
        Task.FromResult(Read());

    private RouteFilesRead Read()
    {
        try
        {
            if (Directory.Exists(folder))
                return ReadAll();
            string what = File.Exists(folder)
                ? "is a file; name the folder it is in"
                : "does not exist; put the route files there";
            return new RouteFilesRead.Failed($"the folder {Quote.Value(folder)} {what}, or {otherwise}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new RouteFilesRead.Failed(
                $"the folder {Quote.Value(folder)} cannot be read: {Quote.Line(e.Message)}"
            );
        }
    }

    // A file that cannot be read fails the whole: a route set must not be served without it.
    private RouteFilesRead ReadAll()
    {
        string prefix = Path.TrimEndingDirectorySeparator(shown).Replace(Path.DirectorySeparatorChar, '/');
        var found = RouteFolder.Read(folder, prefix + "/");
        return found.Problems.IsEmpty
            ? new RouteFilesRead.Files(found.Files)
            : new RouteFilesRead.Failed(string.Join('\n', found.Problems));
    }
}
