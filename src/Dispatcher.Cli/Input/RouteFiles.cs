using System.Collections.Immutable;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Oci;
using Dispatcher.Routes.Loading;
using Dispatcher.Runtime.Sources;

namespace Dispatcher.Cli.Input;

/// <summary>The route files that <c>--routes</c> names, as they are on the disk.</summary>
/// <param name="Files">The files.</param>
/// <param name="Problems">Files that could not be read.</param>
internal sealed record RouteFiles(ImmutableArray<RouteFile> Files, ImmutableArray<Diagnostic> Problems)
{
    // The loader refuses a file over 1 MiB with a diagnostic; more than this is never read to say so.
    private const int MostRead = (1024 * 1024) + 1;

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
                return ReadFolder(
                    absolute,
                    shown == "." ? ""
                        : shown.EndsWith('/') ? shown
                        : shown + "/"
                );
            if (File.Exists(absolute))
                return RouteFile.IsRouteFile(shown)
                    ? ReadAll([(absolute, Path.GetFileName(absolute), shown)])
                    : NotOne(shown);
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
                $"it cannot be read: {(failure is UnauthorizedAccessException ? "this user may not read it" : Quote.Line(failure.Message.TrimEnd('.')))}",
                Way(failure)
            );
        }
    }

    /// <summary>The text of the file that a diagnostic names, or null.</summary>
    public ReadOnlyMemory<byte>? ContentOf(string shown) => Files.FirstOrDefault(file => file.Shown == shown)?.Content;

    private static RouteFiles ReadFolder(string folder, string shown)
    {
        IEnumerable<string> relative = FolderTree
            .Files(folder)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(RouteFile.IsRouteFile)
            .Order(StringComparer.Ordinal);
        return ReadAll(relative.Select(file => (Path.Join(folder, file), file, shown + file)));
    }

    private static RouteFiles ReadAll(IEnumerable<(string Absolute, string Path, string Shown)> found)
    {
        var files = ImmutableArray.CreateBuilder<RouteFile>();
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach ((string absolute, string path, string shown) in found)
        {
            try
            {
                files.Add(new RouteFile(path, Start(absolute)) { Shown = shown });
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                problems.Add(
                    Problem(shown, $"the file cannot be read: {FileTrouble.Reading(absolute, failure)}", Way(failure))
                );
            }
        }

        return new RouteFiles(files.DrainToImmutable(), problems.DrainToImmutable());
    }

    private static string Way(Exception failure) =>
        failure is UnauthorizedAccessException
            ? "give this user the right to read it"
            : "mend it, or take it out of the folder";

    private static byte[] Start(string file)
    {
        using FileStream stream = File.OpenRead(file);
        byte[] bytes = new byte[Math.Min(stream.Length, MostRead)];
        int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length == bytes.Length ? bytes : bytes[..length];
    }

    private static RouteFiles NotOne(string shown) =>
        Nothing(
            shown,
            "it is not a route file",
            "a route file is *.yaml or *.yml, and its name does not begin with `_` or `.`"
        );

    private static RouteFiles Nothing(string shown, string message, string hint) =>
        new([], [Problem(shown, message, hint)]);

    private static Diagnostic Problem(string shown, string message, string hint) =>
        new(Codes.Unreadable, Severity.Error, new SourcePosition(shown, 1, 1), message, hint);
}
