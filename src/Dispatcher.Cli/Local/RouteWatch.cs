using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;

namespace Dispatcher.Cli.Local;

/// <summary>Notices that the route files have changed.</summary>
internal sealed class RouteWatch
{
    private readonly Terminal terminal;
    private readonly string path;
    private readonly ConfigurationInput configuration;
    private readonly LandingFolder files;

    /// <summary>Watches what <c>--routes</c> names.</summary>
    public RouteWatch(Terminal terminal, string path, ConfigurationInput configuration)
    {
        (this.terminal, this.path, this.configuration) = (terminal, path, configuration);
        string absolute = terminal.Absolute(path);
        // An editor writes a file as a whole, and routes may stand in a folder whose name begins with `.`.
        files = new LandingFolder(Directory.Exists(absolute) ? absolute : Path.GetDirectoryName(absolute)!)
        {
            LooksUntilQuiet = 2,
            EntersHidden = true,
        };
        files.Everything();
    }

    /// <summary>The routes as they are now, when a file has changed since the last call; else null.</summary>
    public LoadedRoutes? Changed() =>
        files.Changes().Changes.IsEmpty ? null : LoadedRoutes.Load(terminal, path, configuration);

    /// <summary>Prints why routes do not load.</summary>
    public void Show(LoadedRoutes routes) =>
        DiagnosticText.Write(
            terminal.Error,
            terminal.ErrorIsTerminal && terminal.MayColour,
            routes.Diagnostics,
            routes.Files
        );
}
