using System.Collections.Immutable;
using System.Security.Cryptography;
using Dispatcher.Routes.Loading;
using Dispatcher.Runtime.Sources;

namespace Dispatcher.Cli.Publish;

/// <summary>What a new set of route files changes in a bucket, file by file.</summary>
/// <param name="Added">Paths that were not there.</param>
/// <param name="Changed">Paths whose content is another.</param>
/// <param name="Removed">Paths that are no longer there.</param>
/// <param name="Unchanged">How many stay as they are.</param>
internal sealed record PublishedChange(
    ImmutableArray<string> Added,
    ImmutableArray<string> Changed,
    ImmutableArray<string> Removed,
    int Unchanged
)
{
    /// <summary>Compares two sets.</summary>
    /// <param name="before">The set in the bucket; null for none.</param>
    /// <param name="after">The set that replaces it.</param>
    public static PublishedChange Of(PublishedSet? before, PublishedSet after)
    {
        var old = (before?.Files ?? []).ToDictionary(file => file.Path, file => file.Sha256, StringComparer.Ordinal);
        return new(
            [.. after.Files.Select(file => file.Path).Where(path => !old.ContainsKey(path))],
            [
                .. after
                    .Files.Where(file => old.TryGetValue(file.Path, out string? was) && was != file.Sha256)
                    .Select(file => file.Path),
            ],
            [
                .. old
                    .Keys.Except(after.Files.Select(file => file.Path), StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ],
            after.Files.Count(file => old.TryGetValue(file.Path, out string? was) && was == file.Sha256)
        );
    }

    /// <summary>The set that these files make.</summary>
    /// <param name="routeSet">Its version, as the loader has it.</param>
    /// <param name="files">The files.</param>
    /// <param name="published">Now.</param>
    public static PublishedSet SetOf(string routeSet, IEnumerable<RouteFile> files, DateTimeOffset published) =>
        new()
        {
            RouteSet = routeSet,
            Published = published,
            Files =
            [
                .. files
                    .Where(file => RouteFile.IsRouteFile(file.Path))
                    .OrderBy(file => file.Path, StringComparer.Ordinal)
                    .Select(file => new PublishedFile(file.Path, HashOf(file), file.Content.Length)),
            ],
        };

    /// <summary>The SHA-256 of a file's content, as a manifest has it.</summary>
    public static string HashOf(RouteFile file) => Convert.ToHexStringLower(SHA256.HashData(file.Content.Span));
}
