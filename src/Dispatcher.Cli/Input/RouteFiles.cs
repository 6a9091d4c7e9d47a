using System.Collections.Immutable;
using System.Text;
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
    private readonly Dictionary<string, string[]?> lines = new(StringComparer.Ordinal);

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

    /// <summary>The line that a diagnostic names, without its end; null where the file does not have it.</summary>
    public string? LineAt(SourcePosition position)
    {
        if (!lines.TryGetValue(position.File, out string[]? text))
            lines.Add(position.File, text = Lines(position.File));
        return text is not null && position.Line <= text.Length ? text[position.Line - 1] : null;
    }

    private string[]? Lines(string shown) =>
        Files.FirstOrDefault(file => file.Shown == shown) is { } file
            ? Encoding.UTF8.GetString(file.Content.Span).TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n')
            : null;

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
