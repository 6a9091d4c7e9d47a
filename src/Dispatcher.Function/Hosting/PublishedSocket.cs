using System.Text;

namespace Dispatcher.Function.Hosting;

/// <summary>The two names of the socket: the name that it is bound to, and the name that the platform waits
/// for.</summary>
/// <remarks>When its name appears, the platform takes the function for ready, and it refuses a socket whose mode is not
/// 0666. So the socket is bound to another name in the same folder and gets its permissions first. Then a relative
/// symbolic link with the expected name is made.</remarks>
internal sealed class PublishedSocket
{
    private const UnixFileMode ReadWriteForAll =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite;

    private readonly string awaitedPath;

    public PublishedSocket(string awaitedPath)
    {
        this.awaitedPath = awaitedPath;
        BoundPath = BoundPathFor(awaitedPath);
    }

    /// <summary>The path that the socket is bound to.</summary>
    public string BoundPath { get; }

    /// <summary>Removes what an earlier process left under the two names.</summary>
    /// <exception cref="IOException">A name is a folder, or cannot be removed.</exception>
    public void RemoveStale()
    {
        if (Path.GetDirectoryName(awaitedPath) is { } folder && !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"the folder {folder} does not exist");
        Remove(awaitedPath);
        Remove(BoundPath);
    }

    /// <summary>Sets the permissions, then makes the link with the expected name.</summary>
    public void Publish()
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("the Fn contract needs Unix file permissions");
        File.SetUnixFileMode(BoundPath, ReadWriteForAll);
        File.CreateSymbolicLink(awaitedPath, Path.GetFileName(BoundPath));
    }

    /// <summary>Removes the expected name, so that there are no new connections. The server removes the bound
    /// name.</summary>
    public void Withdraw()
    {
        try
        {
            File.Delete(awaitedPath);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The process ends anyway; the next process removes a stale name.
        }
    }

    /// <summary>A name in the same folder that is not longer than the limit when the expected name is not.</summary>
    internal static string BoundPathFor(string awaitedPath)
    {
        string folder = Path.GetDirectoryName(awaitedPath) ?? "/";
        string name = Path.GetFileName(awaitedPath);
        string longer = Path.Combine(folder, "_" + name);
        if (Encoding.UTF8.GetByteCount(longer) <= FnListener.MaxPathBytes)
            return longer;

        Rune first = Rune.GetRuneAt(name, 0);
        char other = first.Value == '_' ? '-' : '_';
        return Path.Combine(folder, other + name[first.Utf16SequenceLength..]);
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
            throw new IOException($"{path} is a folder");
        File.Delete(path);
    }
}
