using System.Collections.Immutable;
using System.CommandLine;
using Dispatcher.Cli.Rendering;

namespace Dispatcher.Cli.Input;

/// <summary>What the common options give a command, read and checked.</summary>
/// <param name="Routes">The route set; loaded, unless the command asked for one that may not be.</param>
/// <param name="Configuration">The function's configuration.</param>
/// <param name="Format">The value of <c>--format</c>.</param>
/// <param name="Notes">Where notes and progress go: nowhere with <c>--quiet</c>.</param>
internal sealed record RouteInput(LoadedRoutes Routes, ConfigurationInput Configuration, string Format, TextWriter Notes)
{
    /// <summary>Reads what the options name. What is wrong is on standard error when this returns null, and the exit code is
    /// <see cref="ExitCode.Usage"/>.</summary>
    /// <param name="terminal">The world around the command.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">The options.</param>
    /// <param name="mayFail">Whether the command takes a route set that does not load, too.</param>
    public static RouteInput? Read(Terminal terminal, ParseResult parsed, CommonOptions options, bool mayFail = false)
    {
        (ConfigurationInput? configuration, ImmutableArray<string> problems) =
            ConfigurationInput.Read(terminal, parsed.GetValue(options.ConfigFile), parsed.GetValue(options.Config) ?? []);
        foreach (string problem in problems)
            terminal.Error.WriteLine($"error: {problem}");
        LoadedRoutes routes = LoadedRoutes.Load(terminal, parsed.GetValue(options.Routes)!);
        string format = parsed.GetValue(options.Format)!;
        if (routes.Planner is null && !mayFail)
            DiagnosticText.Write(terminal.Error, terminal.ErrorIsTerminal && terminal.MayColour, routes.Diagnostics, routes.Files);
        return configuration is null || (routes.Planner is null && !mayFail)
            ? null
            : new RouteInput(routes, configuration, format, parsed.GetValue(options.Quiet) ? TextWriter.Null : terminal.Error);
    }
}
