using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Cli.Input;

/// <summary>Route files as a git revision has them, read through the <c>git</c> command.</summary>
internal static class GitFiles
{
    private const long MostBytes = 256L * 1024 * 1024;

    /// <summary>The files below a path at a revision.</summary>
    /// <param name="terminal">Where relative paths start; the repository is the one this folder is in.</param>
    /// <param name="revision">A branch, tag, commit or anything else git resolves to one.</param>
    /// <param name="path">The folder or file, as the user wrote it.</param>
    /// <param name="stopping">Ctrl-C.</param>
    /// <returns>The files, or why there are none.</returns>
    public static async Task<(RouteFiles? Files, string? Problem)> ReadAsync(
        Terminal terminal,
        string revision,
        string path,
        CancellationToken stopping
    )
    {
        // What begins with a dash would be an option of git.
        if (revision.Length == 0 || revision[0] == '-' || revision.Any(char.IsControl))
            return (null, $"git:{revision}: that is no revision; write for example git:main or git:HEAD~1");
        try
        {
            // As git names what it lists: below this folder, without `./` before it.
            string shown = Path.GetRelativePath(terminal.Folder, terminal.Absolute(path))
                .Replace('\\', '/')
                .TrimEnd('/');
            (int code, byte[] listed, string errorText) = await RunAsync(
                    terminal,
                    ["ls-tree", "-r", "-z", "--end-of-options", revision, "--", shown],
                    [],
                    stopping
                )
                .ConfigureAwait(false);
            if (code != 0)
                return (
                    null,
                    $"git:{revision}: {Quote.Line(errorText)}; name a revision of the repository that this folder "
                        + "is in, for example git:main"
                );
            ImmutableArray<Entry> entries =
            [
                .. Encoding
                    .UTF8.GetString(listed)
                    .Split('\0', StringSplitOptions.RemoveEmptyEntries)
                    .Select(Entry.Read)
                    .OfType<Entry>()
                    .Where(entry => RouteFile.IsRouteFile(entry.Path))
                    .OrderBy(entry => entry.Path, StringComparer.Ordinal),
            ];
            if (entries.IsEmpty)
                return (
                    null,
                    $"git:{revision}: there is no route file below {shown} at that revision; "
                        + "name the folder with --routes PATH"
                );
            string ids = string.Concat(entries.Select(entry => entry.Id + "\n"));
            (code, byte[] contents, errorText) = await RunAsync(
                    terminal,
                    ["cat-file", "--batch"],
                    Encoding.ASCII.GetBytes(ids),
                    stopping
                )
                .ConfigureAwait(false);
            return code == 0
                ? (new RouteFiles([.. Files(entries, contents, shown, revision)], []), null)
                : (null, $"git:{revision}: {Quote.Line(errorText)}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (null, $"git:{revision}: the git command cannot be started; install git, or name a folder");
        }
        catch (InvalidDataException wrong)
        {
            return (null, $"git:{revision}: {wrong.Message}");
        }
    }

    // Each is a line `ID blob SIZE`, the content, and a line feed.
    private static IEnumerable<RouteFile> Files(
        ImmutableArray<Entry> entries,
        byte[] contents,
        string shown,
        string revision
    )
    {
        int at = 0;
        foreach (Entry entry in entries)
        {
            int end = Array.IndexOf(contents, (byte)'\n', at);
            string[] head = end < 0 ? [] : Encoding.ASCII.GetString(contents, at, end - at).Split(' ');
            if (
                head is not [_, "blob", var written]
                || !int.TryParse(written, CultureInfo.InvariantCulture, out int size)
                || end + 1 + size > contents.Length
            )
                throw new InvalidDataException($"git gave no content for {entry.Path}");
            string relative =
                entry.Path == shown ? Path.GetFileName(shown)
                : shown == "." ? entry.Path
                : entry.Path[(shown.Length + 1)..];
            yield return new RouteFile(relative, contents.AsMemory(end + 1, size))
            {
                Shown = $"git:{revision}:{entry.Path}",
            };
            at = end + 1 + size + 1;
        }
    }

    private static async Task<(int Code, byte[] Out, string Error)> RunAsync(
        Terminal terminal,
        string[] arguments,
        byte[] input,
        CancellationToken stopping
    )
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = terminal.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process git = Process.Start(start)!;
        using CancellationTokenRegistration end = stopping.Register(git.Kill);
        Task<byte[]> output = ReadAsync(git.StandardOutput.BaseStream, stopping);
        Task<string> error = git.StandardError.ReadToEndAsync(stopping);
        try
        {
            await git.StandardInput.BaseStream.WriteAsync(input, stopping).ConfigureAwait(false);
            git.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended early, and says why on standard error.
        }

        byte[] bytes = await output.ConfigureAwait(false);
        string errorText = await error.ConfigureAwait(false);
        await git.WaitForExitAsync(stopping).ConfigureAwait(false);
        return (git.ExitCode, bytes, errorText.Trim());
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken stopping)
    {
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, stopping).ConfigureAwait(false)) > 0)
        {
            if (bytes.Length + read > MostBytes)
                throw new InvalidDataException("the route files have more than 256 MiB together");
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    private sealed record Entry(string Id, string Path)
    {
        // `MODE TYPE ID<tab>PATH`; links and submodules are no files.
        public static Entry? Read(string line)
        {
            string[] parts = line.Split('\t', 2);
            return parts is [var head, var path] && head.Split(' ') is ["100644" or "100755", "blob", var id]
                ? new Entry(id, path)
                : null;
        }
    }
}
