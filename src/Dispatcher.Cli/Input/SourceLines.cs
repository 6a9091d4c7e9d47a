using System.Text;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Input;

/// <summary>The lines of route files, each file read into lines once: there can be thousands of problems in
/// one.</summary>
internal sealed class SourceLines(RouteFiles files)
{
    private readonly Dictionary<string, string[]?> read = new(StringComparer.Ordinal);

    /// <summary>The line of a position; null where the file or the line is not there.</summary>
    public string? At(SourcePosition position)
    {
        if (!read.TryGetValue(position.File, out string[]? lines))
            read.Add(position.File, lines = Lines(files.ContentOf(position.File)));
        return lines is not null && position.Line <= lines.Length ? lines[position.Line - 1] : null;
    }

    private static string[]? Lines(ReadOnlyMemory<byte>? content) =>
        content is { } bytes
            ? Encoding.UTF8.GetString(bytes.Span).TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n')
            : null;
}
