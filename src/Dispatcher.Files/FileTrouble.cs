using Dispatcher.Diagnostics;

namespace Dispatcher.Files;

/// <summary>Why a file cannot be read or written, in words: the framework calls a folder a denied path, and a link that
/// leads nowhere a missing file.</summary>
public static class FileTrouble
{
    /// <summary>Why reading failed, without a full stop.</summary>
    /// <param name="path">The file.</param>
    /// <param name="failure">What reading it threw.</param>
    public static string Reading(string path, Exception failure) =>
        failure switch
        {
            _ when Directory.Exists(path) => "it is a folder; name a file",
            FileNotFoundException or DirectoryNotFoundException when IsLink(path) => "it is a link that leads nowhere",
            FileNotFoundException or DirectoryNotFoundException => "it does not exist",
            UnauthorizedAccessException => "this user may not read it",
            _ => Message(failure),
        };

    /// <summary>Why writing failed, without a full stop.</summary>
    /// <param name="path">The file.</param>
    /// <param name="failure">What writing it threw.</param>
    public static string Writing(string path, Exception failure) =>
        failure switch
        {
            _ when Directory.Exists(path) => "it is a folder; name a file",
            DirectoryNotFoundException =>
                $"there is no folder {Quote.Line(Path.GetDirectoryName(path) ?? path)}; make it first",
            UnauthorizedAccessException => "this user may not write it",
            _ => Message(failure),
        };

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static string Message(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return Quote.Line(failure.Message.TrimEnd('.'));
    }
}
