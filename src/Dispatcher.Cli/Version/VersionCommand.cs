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
    private const int RouteFormat = 1;

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
        if (format == "json")
            VersionOutput.Write(terminal, version, RouteFormat, platform, TimeZones.Version);
        else
            VersionText.Write(terminal, version, RouteFormat, platform, TimeZones.Version);
        return ExitCode.Done;
    }
}
