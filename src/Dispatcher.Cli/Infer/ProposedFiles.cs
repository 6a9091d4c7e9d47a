using System.Collections.Immutable;
using Dispatcher.Analysis.Inference;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Diagnostics;
using Dispatcher.Files;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Cli.Infer;

/// <summary>The folder that proposed route files are written to.</summary>
internal static class ProposedFiles
{
    /// <summary>The route files that stay in the folder beside the new ones; null when new ones would overwrite any
    /// unasked, or those that stay do not load, with the reason on standard error.</summary>
    public static ImmutableArray<RouteFile>? Beside(
        Terminal terminal,
        string folder,
        ImmutableArray<ProposedFile> files,
        bool replace
    )
    {
        string[] there = [.. Paths(folder, files).Where(path => Path.Exists(terminal.Absolute(path)))];
        if (there.Length > 0 && !replace)
        {
            terminal.Error.WriteLine(
                $"error: --out {Quote.Line(folder)}: {string.Join(", ", there.Select(Quote.Line))} "
                    + "would be overwritten; nothing was written. Give another folder, or --force"
            );
            return null;
        }

        if (!Directory.Exists(terminal.Absolute(folder)))
            return [];
        var read = RouteFiles.Read(terminal, folder);
        read = read with { Files = read.Files.RemoveAll(file => files.Any(written => written.Name == file.Path)) };
        // A folder without route files is a problem elsewhere only.
        if (read.Files.IsEmpty)
            return [];
        var routes = LoadedRoutes.Load(read, folder, configuration: null);
        if (routes.Planner is not null)
            return read.Files;
        DiagnosticText.Write(terminal.Error, colour: false, routes.Diagnostics, read);
        terminal.Error.WriteLine(
            $"error: --out {Quote.Line(folder)}: the routes that are there do not load; mend them, "
                + "or give another folder"
        );
        return null;
    }

    /// <summary>Writes the files; false when that fails, with the reason on standard error. Each that replaces another
    /// is named there.</summary>
    public static bool Write(Terminal terminal, string folder, ImmutableArray<ProposedFile> files)
    {
        try
        {
            Directory.CreateDirectory(terminal.Absolute(folder));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine(
                $"error: --out {Quote.Line(folder)}: it cannot be made: "
                    + FileTrouble.Writing(terminal.Absolute(folder), failure)
            );
            return false;
        }

        foreach (string path in Paths(folder, files).Where(path => Path.Exists(terminal.Absolute(path))))
            terminal.Error.WriteLine($"replaced: {Quote.Line(path)}");
        return files.All(file => TextFile.Write(terminal, "--out", Path.Join(folder, file.Name), file.Yaml));
    }

    private static IEnumerable<string> Paths(string folder, ImmutableArray<ProposedFile> files) =>
        files.Select(file => Path.Join(folder, file.Name));
}
