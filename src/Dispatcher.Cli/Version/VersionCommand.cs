using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Templates.Functions;

namespace Dispatcher.Cli.Version;

/// <summary><c>version</c>: what this is and what it runs on.</summary>
internal static class VersionCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("version", "Prints the version.");
        Option<string> format = CommonOptions.NewFormat("text", "json");
        command.Add(format);
        command.SetAction(parsed => Run(terminal, parsed.GetValue(format)!));
        HelpExample.AddTo(command, "dispatcher version --format json");
        return command;
    }

    private static int Run(Terminal terminal, string format)
    {
        string version = typeof(VersionCommand)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;
        string platform = $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}";
        terminal.Out.WriteLine(
            format == "json"
                ? JsonText.Compact(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("version", version);
                    json.WriteNumber("routeFormat", 1);
                    json.WriteString("platform", platform);
                    json.WriteString("timeZones", TimeZones.Version);
                    json.WriteEndObject();
                })
                : $"dispatcher {version} (route format v1; time zones {TimeZones.Version}; {platform})"
        );
        return ExitCode.Done;
    }
}
