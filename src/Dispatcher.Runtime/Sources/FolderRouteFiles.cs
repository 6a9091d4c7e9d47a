using Dispatcher.Routes;

namespace Dispatcher.Runtime.Sources;

/// <summary>The route files below a folder.</summary>
/// <param name="folder">The folder.</param>
/// <param name="shown">How diagnostics name it; null for its own name.</param>
public sealed class FolderRouteFiles(string folder, string? shown = null) : IRouteFiles
{
    /// <inheritdoc/>
    public bool MayChange => false;

    /// <inheritdoc/>
    public string Name => folder;

    /// <inheritdoc/>
    public Task<RouteFilesRead> ReadAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            return Task.FromResult<RouteFilesRead>(new RouteFilesRead.Failed($"there is no folder {folder}; put the route files there, or set DISPATCHER_ROUTES"));
        try
        {
            return Task.FromResult<RouteFilesRead>(new RouteFilesRead.Files(Read()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult<RouteFilesRead>(new RouteFilesRead.Failed($"the folder {folder} cannot be read: {e.Message}"));
        }
    }

    private List<RouteFile> Read()
    {
        string prefix = (shown ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))).TrimEnd('/');
        var files = new List<RouteFile>();
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
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
