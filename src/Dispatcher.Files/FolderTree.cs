using System.IO.Enumeration;

namespace Dispatcher.Files;

/// <summary>The files below a folder.</summary>
public static class FolderTree
{
    /// <summary>The absolute path of every file, at any depth. Linked files count; linked folders are not entered,
    /// because two of them that lead back to where they are make more paths than anybody can walk.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="passOver">Whether what may not be read is left out, instead of throwing.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static IEnumerable<string> Files(string folder, bool passOver = false)
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
                !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
    }
}
