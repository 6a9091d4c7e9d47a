using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Version;

/// <summary>The version as a line of text.</summary>
internal static class VersionText
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, string version, int routeFormat, string platform, string timeZones) =>
        terminal.Out.WriteLine(
            $"dispatcher {version} (route format v{routeFormat}; time zones {timeZones}; {platform})"
        );
}
