using System.CommandLine;

namespace Dispatcher.Cli.CommandLine;

/// <summary>The options that every command over a route set has.</summary>
/// <remarks>cli-v1, "Common options".</remarks>
internal sealed class CommonOptions
{
    /// <summary><c>--routes</c>.</summary>
    public Option<string> Routes { get; } =
        new("--routes")
        {
            Description = "The route files: a folder, or one file.",
            HelpName = "path",
            DefaultValueFactory = _ => "routes",
        };

    /// <summary><c>--config</c>.</summary>
    public Option<string[]> Config { get; } = NewConfig();

    /// <summary><c>--config-file</c>.</summary>
    public Option<string?> ConfigFile { get; } = NewConfigFile();

    /// <summary><c>--format</c>.</summary>
    public Option<string> Format { get; }

    /// <summary><c>--quiet</c>.</summary>
    public Option<bool> Quiet { get; } = NewQuiet();

    private CommonOptions(params string[] formats) => Format = NewFormat(formats);

    /// <summary>Adds the options to a command that prints in these formats, the first of them by default.</summary>
    public static CommonOptions AddTo(Command command, params string[] formats)
    {
        var options = new CommonOptions(formats);
        command.Add(options.Routes);
        command.Add(options.Config);
        command.Add(options.ConfigFile);
        command.Add(options.Format);
        command.Add(options.Quiet);
        return options;
    }

    /// <summary><c>--config</c>, for a command that has no routes.</summary>
    public static Option<string[]> NewConfig() =>
        new("--config")
        {
            Description =
                "One value of the function's configuration; may be given several times, and wins over --config-file.",
            HelpName = "key=value",
            Arity = ArgumentArity.OneOrMore,
        };

    /// <summary><c>--config-file</c>.</summary>
    public static Option<string?> NewConfigFile() =>
        new("--config-file")
        {
            Description = "The function's configuration: KEY=VALUE lines, or a YAML map.",
            HelpName = "file",
        };

    /// <summary><c>--quiet</c>.</summary>
    public static Option<bool> NewQuiet() =>
        new("--quiet") { Description = "Say nothing on standard error but errors: no notes, no progress." };

    /// <summary><c>--format</c> with these choices.</summary>
    public static Option<string> NewFormat(params string[] formats)
    {
        var format = new Option<string>("--format")
        {
            Description = "How the result is printed.",
            HelpName = string.Join('|', formats),
            DefaultValueFactory = _ => formats[0],
        };
        format.AcceptOnlyFromAmong(formats);
        return format;
    }
}
