using System.Text;

namespace Dispatcher.Emulator.Identity;

/// <summary>Writes files that only their owner may read.</summary>
internal static class PrivateFile
{
    /// <summary>Writes the text as it is, without a line break behind it. A file that is there is replaced in one step,
    /// so that a reader sees the old one or the new one.</summary>
    public static void Write(string path, string text)
    {
        string beside = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(beside, options))
            file.Write(Encoding.UTF8.GetBytes(text));
        File.Move(beside, path, overwrite: true);
    }
}
