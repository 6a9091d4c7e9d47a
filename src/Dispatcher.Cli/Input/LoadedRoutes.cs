using System.Collections.Immutable;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Cli.Input;

/// <summary>The route set that <c>--routes</c> names, or why it does not load.</summary>
/// <param name="Files">What was read.</param>
/// <param name="Planner">The planner over the set; null when it does not load.</param>
/// <param name="Diagnostics">Every problem, ordered by position.</param>
internal sealed record LoadedRoutes(RouteFiles Files, DispatchPlanner? Planner, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Reads and loads what <c>--routes</c> names.</summary>
    public static LoadedRoutes Load(Terminal terminal, string path, ConfigurationInput? configuration) =>
        Load(RouteFiles.Read(terminal, path), path, configuration);

    /// <summary>Loads files that have been read.</summary>
    /// <param name="files">The files.</param>
    /// <param name="path">Where they come from, as the user wrote it.</param>
    /// <param name="configuration">What patterns ask for; null, or not given, and it is any text.</param>
    public static LoadedRoutes Load(RouteFiles files, string path, ConfigurationInput? configuration)
    {
        // Without any file the reason is already known.
        if (files.Files.IsEmpty && !files.Problems.IsEmpty)
            return new LoadedRoutes(files, null, files.Problems);
        RouteLoad load = RouteLoader.Load(files.Files);
        if (configuration is { Given: true })
            load = load.Under(configuration.Configuration);
        ImmutableArray<Diagnostic> all =
        [
            .. files.Problems.Concat(load.Diagnostics).OrderBy(problem => problem.Position).Select(Place),
        ];
        return new LoadedRoutes(
            files,
            files.Problems.IsEmpty && load.Set is { } set ? DispatchPlanner.For(set) : null,
            all
        );

        // The loader cannot know the folder that it was given nothing of.
        Diagnostic Place(Diagnostic problem) =>
            problem.Position.File == "."
                ? problem with
                {
                    Position = problem.Position with { File = path.TrimEnd('/') },
                }
                : problem;
    }
}
