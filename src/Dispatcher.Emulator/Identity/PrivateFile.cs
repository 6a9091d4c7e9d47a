using System.Text;

namespace Dispatcher.Emulator.Identity;

/// <summary>Writes files that only their owner may read.</summary>
internal static class PrivateFile
{
    /// <summary>Writes the text without a line break at its end. An existing file is replaced atomically: a reader sees
    /// the old text or the new text.</summary>
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
