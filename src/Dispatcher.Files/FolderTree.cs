using System.IO.Enumeration;

namespace Dispatcher.Files;

/// <summary>The files below a folder.</summary>
public static class FolderTree
{
    // Stands in a name for bytes that are not UTF-8: such a path leads nowhere.
    private const char Unreadable = '\uFFFD';

    /// <summary>The absolute path of every file, at any depth. Linked files count; linked folders are not entered,
    /// because two of them that lead back to where they are make more paths than anybody can walk.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="enters">Whether a folder below it is entered, by its name; when left out, all are.</param>
    /// <param name="unreachable">Gets the path of each folder that cannot be entered because its name is not
    /// UTF-8.</param>
    /// <param name="passOver">Whether what may not be read is left out, instead of throwing.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static IEnumerable<string> Files(
        string folder,
        Func<string, bool>? enters = null,
        Action<string>? unreachable = null,
        bool passOver = false
    )
    {
        // The default options would leave hidden files out as well.
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = 0,
            IgnoreInaccessible = passOver,
        };
        return new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
            {
                if (
                    entry.Attributes.HasFlag(FileAttributes.ReparsePoint)
                    || enters?.Invoke(entry.FileName.ToString()) == false
                )
                    return false;
                if (entry.FileName.Contains(Unreadable) && !Directory.Exists(entry.ToFullPath()))
                    unreachable?.Invoke(entry.ToFullPath());
                return true;
            },
        };
    }

    /// <summary>Whether a path that was found leads nowhere because a name in it is not UTF-8.</summary>
    public static bool IsMisnamed(string file) => file.Contains(Unreadable) && !File.Exists(file);
}
