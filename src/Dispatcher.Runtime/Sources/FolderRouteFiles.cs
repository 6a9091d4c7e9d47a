using Dispatcher.Diagnostics;
using Dispatcher.Routes.Loading;

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
                return new RouteFilesRead.Files(ReadAll());
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

    private List<RouteFile> ReadAll()
    {
        string prefix = Path.TrimEndingDirectorySeparator(shown).Replace(Path.DirectorySeparatorChar, '/');
        var files = new List<RouteFile>();

        // A file that cannot be read throws: a route set must not be served without it.
        foreach (string path in FolderTree.Files(folder))
        {
            string relative = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
            if (RouteFile.IsRouteFile(relative))
                files.Add(new RouteFile(relative, ReadBounded(path)) { Shown = $"{prefix}/{relative}" });
        }

        return files;
    }

    // One byte past the limit is enough for the loader to refuse the file; no more of it is read.
    private static byte[] ReadBounded(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] content = new byte[(int)Math.Min(file.Length, RouteLoader.MaxFileBytes + 1)];
        file.ReadExactly(content);
        return content;
    }
}
