using System.Text;

namespace Dispatcher.Function.Hosting;

/// <summary>The two names of the socket: the one it is bound under, and the one the platform waits for.</summary>
/// <remarks>The platform takes the appearance of its name for "ready" and refuses a socket that is not 0666. So the
/// socket is bound under another name in the same folder, given its permissions, and only then linked to the awaited
/// name, by a relative link.</remarks>
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

    /// <summary>Where the socket is bound.</summary>
    public string BoundPath { get; }

    /// <summary>Removes what an earlier process left under either name.</summary>
    /// <exception cref="IOException">There is a folder, or it cannot be removed.</exception>
    public void RemoveStale()
    {
        if (Path.GetDirectoryName(awaitedPath) is { } folder && !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"the folder {folder} does not exist");
        Remove(awaitedPath);
        Remove(BoundPath);
    }

    /// <summary>Sets the permissions, then makes the awaited name appear.</summary>
    public void Publish()
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("the Fn contract needs Unix file permissions");
        File.SetUnixFileMode(BoundPath, ReadWriteForAll);
        File.CreateSymbolicLink(awaitedPath, Path.GetFileName(BoundPath));
    }

    /// <summary>Takes the awaited name away, so that nobody new comes. The server removes the bound one.</summary>
    public void Withdraw()
    {
        try
        {
            File.Delete(awaitedPath);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The process ends anyway; the next one removes what is stale.
        }
    }

    /// <summary>A name beside the awaited one that is never over the limit when that is not.</summary>
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
