using System.Globalization;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Loading;
using Dispatcher.Runtime.Sources;

namespace Dispatcher.Function;

/// <summary>Prepares the routes of an image while it is built: <c>prepare ROUTES FILE</c>. Routes that do not load fail
/// the build.</summary>
internal static class Preparation
{
    /// <summary>The argument that runs the preparation instead of the function.</summary>
    public const string Argument = "prepare";

    /// <summary>Prepares a folder's routes.</summary>
    /// <param name="folder">The folder of the routes.</param>
    /// <param name="target">The file to write; <see cref="PreparedFile"/> says where the function looks for it.</param>
    /// <param name="output">For the result.</param>
    /// <param name="error">For errors, one per line.</param>
    /// <returns>0; 1 when the routes have errors; 2 when a file cannot be read or written.</returns>
    public static async Task<int> RunAsync(string folder, string target, TextWriter output, TextWriter error)
    {
        RouteFilesRead read = await RouteSources
            .OfFolder(folder)
            .ReadAsync(evenIfUnchanged: true, CancellationToken.None)
            .ConfigureAwait(false);
        if (read is RouteFilesRead.Failed failed)
        {
            error.WriteLine(failed.Reason);
            return 2;
        }

        return Write(((RouteFilesRead.Files)read).Found, target, output, error);
    }

    private static int Write(IReadOnlyList<RouteFile> files, string target, TextWriter output, TextWriter error)
    {
        RouteLoad load = RouteLoader.Load(files);
        foreach (Diagnostic diagnostic in load.Diagnostics)
            error.WriteLine(diagnostic);
        if (load.Set is not { } set)
            return 1;
        byte[] prepared = PreparedRoutes.Write(files, set.Version);
        try
        {
            File.WriteAllBytes(target, prepared);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{Quote.Value(target)} cannot be written: {Quote.Line(e.Message)}");
            return 2;
        }

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{target}: {set.Routes.Length:n0} route(s) of {set.Files.Length:n0} file(s), "
                    + $"{prepared.Length:n0} bytes"
            )
        );
        return 0;
    }
}
