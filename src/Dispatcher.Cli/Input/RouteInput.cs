using System.Collections.Immutable;
using System.CommandLine;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Input;

/// <summary>What the common options give a command, read and checked.</summary>
/// <param name="Routes">The route set; loaded, unless the command asked for one that may not be.</param>
/// <param name="Configuration">The function's configuration.</param>
/// <param name="Format">The value of <c>--format</c>.</param>
/// <param name="Notes">Where notes and progress go: nowhere with <c>--quiet</c>.</param>
internal sealed record RouteInput(
    LoadedRoutes Routes,
    ConfigurationInput Configuration,
    string Format,
    TextWriter Notes
)
{
    /// <summary>Says how a configuration is given, where templates missed a value and none was given at all.</summary>
    public void NoteMissing(bool missed)
    {
        if (missed && !Configuration.Given)
            Notes.WriteLine(
                "note: no configuration was given; --config KEY=VALUE or --config-file FILE gives what "
                    + "templates ask of it"
            );
    }

    /// <summary>Reads what the options name. What is wrong is on standard error when this returns null, and the exit
    /// code is <see cref="ExitCode.Usage"/>.</summary>
    /// <param name="terminal">The world around the command.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">The options.</param>
    /// <param name="mayFail">Whether the command takes a route set that does not load, too.</param>
    /// <param name="otherwise">The configuration file, where it exists, when no configuration is given.</param>
    public static RouteInput? Read(
        Terminal terminal,
        ParseResult parsed,
        CommonOptions options,
        bool mayFail = false,
        string? otherwise = null
    )
    {
        TextWriter notes = parsed.GetValue(options.Quiet) ? TextWriter.Null : terminal.Error;
        string? file = parsed.GetValue(options.ConfigFile);
        string[] pairs = parsed.GetValue(options.Config) ?? [];
        if (file is null && pairs.Length == 0 && otherwise is not null && File.Exists(terminal.Absolute(otherwise)))
        {
            file = otherwise;
            notes.WriteLine($"note: configuration from {otherwise}; --config-file gives another");
        }

        (ConfigurationInput? configuration, ImmutableArray<string> problems) = ConfigurationInput.Read(
            terminal,
            file,
            pairs
        );
        foreach (string problem in problems)
            terminal.Error.WriteLine($"error: {problem}");
        if (configuration?.Warning is { } warning)
            notes.WriteLine($"warning: {warning}");
        LoadedRoutes routes = LoadedRoutes.Load(terminal, parsed.GetValue(options.Routes)!, configuration);
        if (routes.Planner is { Set.AsksConfiguration: true } && configuration is { Given: false })
            notes.WriteLine(ConfigurationInput.AnyText);
        string format = parsed.GetValue(options.Format)!;
        if (routes.Planner is null && !mayFail)
            DiagnosticText.Write(
                terminal.Error,
                terminal.ErrorIsTerminal && terminal.MayColour,
                routes.Diagnostics,
                routes.Files
            );
        return configuration is null || (routes.Planner is null && !mayFail)
            ? null
            : new RouteInput(routes, configuration, format, notes);
    }
}
