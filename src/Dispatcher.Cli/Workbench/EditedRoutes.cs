using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Files;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Cli.Workbench;

/// <summary>The route files that <c>--routes</c> names, with edits in the place of some. The edits are the page's: they
/// come with each request, and only <see cref="Save"/> writes.</summary>
internal sealed class EditedRoutes(Terminal terminal, string path, ConfigurationInput configuration)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The path as the user wrote it.</summary>
    public string Path => path;

    /// <summary>The files on the disk.</summary>
    public RouteFiles Files() => RouteFiles.Read(terminal, path);

    /// <summary>Loads the files with the edits in them.</summary>
    public LoadedRoutes Load(IReadOnlyList<EditedFile?>? edits)
    {
        RouteFiles files = Files();
        foreach (EditedFile? edit in edits ?? [])
        {
            RouteFile file = Edited(files, edit);
            files = files with { Files = files.Files.Replace(file, With(file, edit!.Text!)) };
        }

        return LoadedRoutes.Load(files, path, configuration);
    }

    /// <summary>Writes the edits into their files: all, or none where one of the files is not the one that was
    /// edited.</summary>
    public ImmutableArray<RouteFile> Save(IReadOnlyList<EditedFile?>? edits)
    {
        RouteFiles files = Files();
        (RouteFile Before, RouteFile After)[] changes =
        [
            .. (edits ?? []).Select(edit =>
            {
                RouteFile file = Edited(files, edit);
                if (edit!.Version != Version(file))
                    throw new RefusedException(
                        HttpStatusCode.Conflict,
                        $"{file.Shown} has changed on the disk since the page read it; load the page again"
                    );
                return (file, With(file, edit.Text!));
            }),
        ];
        foreach ((RouteFile _, RouteFile after) in changes)
            Write(after);
        return [.. changes.Select(change => change.After)];
    }

    /// <summary>The text of a file with line feeds only; null when it is not text or is larger than a route file may
    /// be.</summary>
    public static string? Text(RouteFile file)
    {
        if (file.Content.Length > RouteLoader.MaxFileBytes)
            return null;
        try
        {
            return Utf8.GetString(file.Content.Span).Replace("\r\n", "\n", StringComparison.Ordinal);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Equal exactly for equal bytes.</summary>
    public static string Version(RouteFile file) => Convert.ToHexStringLower(SHA256.HashData(file.Content.Span));

    private static RouteFile Edited(RouteFiles files, EditedFile? edit) =>
        edit is { Path: not null, Text: not null }
        && files.Files.FirstOrDefault(file => file.Path == edit.Path) is { } file
            ? file
            : throw new RefusedException(
                HttpStatusCode.BadRequest,
                "an edit names a route file that is there, and has its text"
            );

    // The page's editor knows line feeds only; a file keeps the line ends that it has.
    private static RouteFile With(RouteFile file, string text)
    {
        string ends = file.Content.Span.IndexOf("\r\n"u8) >= 0 ? "\r\n" : "\n";
        try
        {
            return file with { Content = Utf8.GetBytes(text.ReplaceLineEndings(ends)) };
        }
        catch (EncoderFallbackException)
        {
            throw new RefusedException(HttpStatusCode.BadRequest, "the text has half of a character");
        }
    }

    // Beside it and then in its place, so that a function that reads the folder never sees half a file.
    private void Write(RouteFile file)
    {
        string root = terminal.Absolute(path),
            place = File.Exists(root) ? root : System.IO.Path.Join(root, file.Path),
            target = RealPath.Of(place) ?? place,
            beside = System.IO.Path.Join(
                System.IO.Path.GetDirectoryName(target),
                $".{System.IO.Path.GetFileName(target)}.{Guid.NewGuid():N}"
            );
        try
        {
            File.WriteAllBytes(beside, file.Content.ToArray());
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(beside, File.GetUnixFileMode(target));
            File.Move(beside, target, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            File.Delete(beside);
            throw new RefusedException(
                HttpStatusCode.InternalServerError,
                $"{file.Shown} cannot be written: {FileTrouble.Writing(target, failure)}"
            );
        }
    }
}
