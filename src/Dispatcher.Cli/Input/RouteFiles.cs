using System.Collections.Immutable;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Files;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Cli.Input;

/// <summary>The route files that <c>--routes</c> names, as they are on the disk.</summary>
/// <param name="Files">The files.</param>
/// <param name="Problems">Files that could not be read.</param>
internal sealed record RouteFiles(ImmutableArray<RouteFile> Files, ImmutableArray<Diagnostic> Problems)
{
    /// <summary>Reads a folder with everything below it, or one file.</summary>
    /// <param name="terminal">Where relative paths start.</param>
    /// <param name="path">The path as the user wrote it: what diagnostics show begins with it.</param>
    public static RouteFiles Read(Terminal terminal, string path)
    {
        string shown = path.Replace('\\', '/').TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/";
        string absolute = terminal.Absolute(path);
        try
        {
            if (Directory.Exists(absolute))
                return Of(
                    RouteFolder.Read(
                        absolute,
                        shown == "." ? ""
                            : shown.EndsWith('/') ? shown
                            : shown + "/"
                    )
                );
            if (File.Exists(absolute))
                return RouteFile.IsRouteFile(shown) ? Of(RouteFolder.ReadOne(absolute, shown)) : NotOne(shown);
            return Nothing(
                shown,
                "there is no such folder or file",
                "name the folder with the route files: `--routes PATH`"
            );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Nothing(
                shown,
                "it cannot be read: "
                    + (
                        failure is UnauthorizedAccessException
                            ? "this user may not read it"
                            : Quote.Line(failure.Message.TrimEnd('.'))
                    ),
                RouteFolder.Hint(failure)
            );
        }
    }

    /// <summary>The text of the file that a diagnostic names, or null.</summary>
    public ReadOnlyMemory<byte>? ContentOf(string shown) => Files.FirstOrDefault(file => file.Shown == shown)?.Content;

    private static RouteFiles Of(RouteFolder read) => new(read.Files, read.Problems);

    private static RouteFiles NotOne(string shown) =>
        Nothing(
            shown,
            "it is not a route file",
            "a route file is *.yaml or *.yml, and its name does not begin with `_` or `.`"
        );

    private static RouteFiles Nothing(string shown, string message, string hint) =>
        new([], [RouteFolder.Problem(shown, message, hint)]);
}
