namespace Dispatcher.Files;

/// <summary>Where a path leads, every link on the way followed.</summary>
public static class RealPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>The path without links; null when they lead round in circles.</summary>
    /// <param name="path">An absolute path.</param>
    public static string? Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        int links = 0;
        string root = Path.GetPathRoot(path) ?? "/";
        var rest = new Stack<string>(Parts(path[root.Length..]));
        string real = root;
        while (rest.TryPop(out string? part))
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? root;
                continue;
            }

            string next = Path.Join(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
                return null;
            if (Path.IsPathRooted(target))
                real = root;
            foreach (string ofTarget in Parts(target))
                rest.Push(ofTarget);
        }

        return real;
    }

    /// <summary>Whether a path below a folder is a link to something that is not below it. A link that leads nowhere
    /// is not: reading it says what it is.</summary>
    /// <param name="folder">The folder, an absolute path.</param>
    /// <param name="path">A path below it.</param>
    public static bool LeadsOut(string folder, string path)
    {
        if (new FileInfo(path).LinkTarget is null || Of(path) is not { } target || !Path.Exists(target))
            return false;
        string real = Of(folder) ?? folder;
        return !target.StartsWith(
            Path.EndsInDirectorySeparator(real) ? real : real + Path.DirectorySeparatorChar,
            StringComparison.Ordinal
        );
    }

    // Last first: they are taken from a stack.
    private static IEnumerable<string> Parts(string path) =>
        path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part != ".")
            .Reverse();
}
