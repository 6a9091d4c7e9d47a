using System.Text;
using Dispatcher.Cli.Console;
using Dispatcher.Files;

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
            string path = terminal.Absolute(file);
            if (RealPath.LeadsOut(Path.GetDirectoryName(path)!, path))
                reason = "it is a link that leads out of its folder; name the file itself";
            else
                return ReadText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            reason = FileTrouble.Reading(terminal.Absolute(file), failure);
        }

        terminal.Error.WriteLine($"error: {option} {file}: it cannot be read: {reason}");
        return null;
    }

    /// <summary>The text of a file, UTF-8 with or without a mark.</summary>
    /// <exception cref="IOException">It is not a regular file, is larger than is read, or cannot be read.</exception>
    public static string ReadText(string path)
    {
        using var reader = new StreamReader(new MemoryStream(RegularFile.Read(path, MostBytes)), Encoding.UTF8);
        return reader.ReadToEnd();
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
