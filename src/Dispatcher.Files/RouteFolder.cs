using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Files;

/// <summary>The route files below a folder. The function, the command, the preparation of an image and unit tests read
/// them here.</summary>
/// <param name="Files">The files, ordered by path.</param>
/// <param name="Problems">Files that cannot be read, or are refused. A route set must not be used without
/// them.</param>
public sealed record RouteFolder(ImmutableArray<RouteFile> Files, ImmutableArray<Diagnostic> Problems)
{
    /// <summary>Reads every route file below a folder, at any depth. A linked file counts when it leads to one below
    /// the folder; linked folders are not entered.</summary>
    /// <param name="folder">The folder, an absolute path.</param>
    /// <param name="shown">What diagnostics put before a file's path: empty, or ending in <c>/</c>.</param>
    /// <exception cref="IOException">The folder itself cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public static RouteFolder Read(string folder, string shown)
    {
        var files = ImmutableArray.CreateBuilder<RouteFile>();
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        string Below(string path) => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
        IEnumerable<string> found = FolderTree
            .Files(folder, unreachable: path =>
                problems.Add(Problem(shown + Below(path), "the folder's name is not UTF-8", "rename it"))
            )
            .Select(Below)
            .Where(RouteFile.IsRouteFile)
            .Order(StringComparer.Ordinal);
        foreach (string file in found)
        {
            string absolute = Path.Join(folder, file);
            if (FolderTree.IsMisnamed(absolute))
                problems.Add(Problem(shown + file, "the file's name is not UTF-8", "rename it"));
            else if (RealPath.LeadsOut(folder, absolute))
                problems.Add(
                    Problem(
                        shown + file,
                        "the file is a link that leads out of the folder",
                        "put a copy of the file there, or link to a file below the folder"
                    )
                );
            else
                Add(absolute, file, shown + file, files, problems);
        }

        return new RouteFolder(files.DrainToImmutable(), problems.DrainToImmutable());
    }

    /// <summary>Reads one route file that is named by itself.</summary>
    /// <param name="file">The file, an absolute path.</param>
    /// <param name="shown">What diagnostics call it.</param>
    public static RouteFolder ReadOne(string file, string shown)
    {
        var files = ImmutableArray.CreateBuilder<RouteFile>();
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        Add(file, Path.GetFileName(file), shown, files, problems);
        return new RouteFolder(files.DrainToImmutable(), problems.DrainToImmutable());
    }

    /// <summary>What is wrong with a file or folder that cannot be read.</summary>
    public static Diagnostic Problem(string shown, string message, string hint) =>
        new(Codes.Unreadable, Severity.Error, new SourcePosition(shown, 1, 1), message, hint);

    /// <summary>What to do about it.</summary>
    public static string Hint(Exception failure) =>
        failure is UnauthorizedAccessException
            ? "give this user the right to read it"
            : "mend it, or take it out of the folder";

    // One byte past the limit is enough for the loader to refuse the file; no more of it is read.
    private static void Add(
        string absolute,
        string path,
        string shown,
        ImmutableArray<RouteFile>.Builder files,
        ImmutableArray<Diagnostic>.Builder problems
    )
    {
        try
        {
            files.Add(
                new RouteFile(path, RegularFile.ReadStart(absolute, RouteLoader.MaxFileBytes + 1)) { Shown = shown }
            );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problems.Add(
                Problem(shown, $"the file cannot be read: {FileTrouble.Reading(absolute, failure)}", Hint(failure))
            );
        }
    }
}
