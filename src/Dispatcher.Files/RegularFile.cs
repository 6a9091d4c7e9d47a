using System.Globalization;

namespace Dispatcher.Files;

/// <summary>Reads regular files, up to a bound. Anything else is refused before it is opened.</summary>
/// <remarks>What is wrong is an <see cref="IOException"/> or an <see cref="UnauthorizedAccessException"/>, as from any
/// reading; <see cref="FileTrouble"/> puts it into words.</remarks>
public static class RegularFile
{
    /// <summary>Opens a file to be read.</summary>
    /// <exception cref="IOException">It is not a regular file, or cannot be read.</exception>
    public static FileStream Open(string path)
    {
        // Opening a folder fails, in words of its own.
        if (Instead(path) is { } other)
            throw new IOException(
                other == "a socket"
                    ? "it is a socket; name a file"
                    : $"it is {other}; name a file, or write `-` where standard input is taken"
            );
        return File.OpenRead(path);
    }

    /// <summary>The whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">A file with more bytes is refused.</param>
    /// <exception cref="IOException">It is larger, is not a regular file, or cannot be read.</exception>
    public static byte[] Read(string path, int most)
    {
        byte[] bytes = ReadStart(path, most + 1);
        return bytes.Length <= most ? bytes : throw TooLarge(most);
    }

    /// <summary>The first bytes of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">No more is read.</param>
    /// <exception cref="IOException">It is not a regular file, or cannot be read.</exception>
    public static byte[] ReadStart(string path, int most)
    {
        using FileStream file = Open(path);
        // A file may grow meanwhile, and some of the system's own say that they are empty.
        using var content = new MemoryStream((int)Math.Min(file.Length + 1, most));
        byte[] buffer = new byte[Math.Clamp(file.Length, 1, 64 * 1024)];
        int read;
        while (
            content.Length < most
            && (read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, most - content.Length))) > 0
        )
            content.Write(buffer, 0, read);
        return content.ToArray();
    }

    /// <summary>Refuses a file that code of others is about to read whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">A file with more bytes is refused.</param>
    /// <exception cref="IOException">It is larger, is not a regular file, or cannot be read.</exception>
    public static void Check(string path, int most)
    {
        using FileStream file = Open(path);
        if (file.Length > most)
            throw TooLarge(most);
    }

    /// <summary>What stands under a path instead of a file: <c>a FIFO</c>, <c>a device</c> or <c>a socket</c>; null for
    /// a file, and for a folder.</summary>
    public static string? Instead(string path) =>
        FileKinds.Of(path) switch
        {
            FileKind.Regular or FileKind.Folder => null,
            FileKind.Fifo => "a FIFO",
            FileKind.Device => "a device",
            FileKind.Socket => "a socket",
        };

    private static IOException TooLarge(int most) =>
        new(string.Create(CultureInfo.InvariantCulture, $"it has more than the {most:N0} bytes that are read"));
}
