using System.Text;
using Dispatcher.Cli.Console;
using Dispatcher.Oci;

namespace Dispatcher.Cli.Input;

/// <summary>A small text file that an option names.</summary>
internal static class TextFile
{
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The whole text; null when it cannot be read, with the reason on standard error.</summary>
    public static string? Read(Terminal terminal, string option, string file)
    {
        string? reason;
        try
        {
            var info = new FileInfo(terminal.Absolute(file));
            if (info.Length <= MostBytes)
                return File.ReadAllText(info.FullName, Encoding.UTF8);
            reason = $"it has {info.Length} bytes, more than the {MostBytes} that are read";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            reason = FileTrouble.Reading(terminal.Absolute(file), failure);
        }

        terminal.Error.WriteLine($"error: {option} {file}: it cannot be read: {reason}");
        return null;
    }

    /// <summary>Writes a file; false when that fails, with the reason on standard error.</summary>
    public static bool Write(Terminal terminal, string option, string file, string text)
    {
        try
        {
            File.WriteAllText(terminal.Absolute(file), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine(
                $"error: {option} {file}: it cannot be written: {FileTrouble.Writing(terminal.Absolute(file), failure)}"
            );
            return false;
        }
    }
}
