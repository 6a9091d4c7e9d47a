using System.Text.Json.Serialization;
using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Version;

/// <summary>The version as JSON.</summary>
internal sealed record VersionOutput(string Version, int RouteFormat, string Platform, string TimeZones)
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, string version, int routeFormat, string platform, string timeZones) =>
        terminal.Out.WriteLine(
            JsonText.Compact(
                new VersionOutput(version, routeFormat, platform, timeZones),
                VersionJson.Default.VersionOutput
            )
        );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VersionOutput))]
internal sealed partial class VersionJson : JsonSerializerContext;
