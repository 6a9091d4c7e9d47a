using System.Collections.Immutable;
using System.Security.Cryptography;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Routes.Loading;
using Dispatcher.Runtime.Retrying;

namespace Dispatcher.Runtime.Sources;

/// <summary>The route files below a prefix of a bucket: those of the manifest (<see cref="PublishedSet"/>) where there
/// is one, else every route file that is listed. Only those that changed are fetched again.</summary>
/// <param name="objects">Object Storage.</param>
/// <param name="place">Where.</param>
/// <param name="retrier">Asks again when the service fails.</param>
/// <param name="time">The clock.</param>
internal sealed class BucketRouteFiles(IObjectStore objects, ObjectPlace place, Retrier retrier, TimeProvider time)
    : IRouteFiles
{
    /// <summary>20,000 routes need no more files than this, and a prefix with more objects is the wrong
    /// prefix.</summary>
    internal const int MaxObjects = 20_000;

    /// <summary>All route files together; the function may have no more than 128 MB for everything.</summary>
    internal const long MaxBytes = 16 * 1024 * 1024;

    private const int AtOnce = 8;

    // For one look, retries included. An event that waits for the first set waits no longer than its own deadline.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private Dictionary<string, Known> known = new(StringComparer.Ordinal);
    private BucketName? bucket = place.Namespace is { } given ? new BucketName(given, place.Bucket) : null;
    private bool read;

    private Manifest? manifest;

    private sealed record Known(string? Tag, RouteFile File);

    private sealed record Manifest(string? ETag, PublishedSet Set);

    private sealed record Listing(ImmutableArray<ObjectSummary> Files, ObjectSummary? Manifest);

    /// <summary>A file to have: under which object, and the tag that is equal while its content is.</summary>
    private sealed record Wanted(string Path, string Object, string? Tag, string? Sha256);

    private sealed record Asking(IRetries Retries)
    {
        public async Task<ServiceResult<T>> AskAsync<T>(Func<CancellationToken, Task<ServiceResult<T>>> question) =>
            (await Retries.RunAsync("read-routes", (_, token) => question(token)).ConfigureAwait(false)).Result;
    }

    public bool MayChange => true;

    public string Name => place.ToString();

    public async Task<RouteFilesRead> ReadAsync(bool evenIfUnchanged, CancellationToken cancellationToken)
    {
        var asking = new Asking(retrier.Until(Moment.In(Patience, time), cancellationToken));
        if (bucket is null)
        {
            if (
                !(await asking.AskAsync(objects.GetNamespaceAsync).ConfigureAwait(false)).TryGet(
                    out string? found,
                    out ServiceFailure? failure
                )
            )
                return Failed("the namespace cannot be looked up", failure);
            bucket = new BucketName(found, place.Bucket);
        }

        RouteFilesRead? result = await ReadAsync(bucket, asking, evenIfUnchanged).ConfigureAwait(false);
        // A file of the published set was missing: a newer set has replaced it since it was listed.
        return result
            ?? await ReadAsync(bucket, asking, evenIfUnchanged).ConfigureAwait(false)
            ?? new RouteFilesRead.Failed(
                $"{place}: the manifest {PublishedSet.ManifestName} names a file that is not there; "
                    + "publish the routes again"
            );
    }

    private async Task<RouteFilesRead?> ReadAsync(BucketName where, Asking asking, bool evenIfUnchanged)
    {
        (Listing? listing, RouteFilesRead.Failed? failed) = await ListAsync(where, asking).ConfigureAwait(false);
        if (listing is null)
            return failed!;
        if (listing.Manifest is { } summary)
        {
            (PublishedSet? set, failed) = await ManifestAsync(where, summary, asking).ConfigureAwait(false);
            return set is null
                ? failed!
                : await FetchAsync(
                        where,
                        [
                            .. set.Files.Select(file => new Wanted(
                                file.Path,
                                place.Prefix + file.ObjectName,
                                file.Sha256,
                                file.Sha256
                            )),
                        ],
                        evenIfUnchanged,
                        asking
                    )
                    .ConfigureAwait(false);
        }

        return TooMuch(listing.Files)
            ?? await FetchAsync(
                    where,
                    [
                        .. listing.Files.Select(file => new Wanted(
                            file.Name[place.Prefix.Length..],
                            file.Name,
                            file.ETag,
                            null
                        )),
                    ],
                    evenIfUnchanged,
                    asking
                )
                .ConfigureAwait(false);
    }

    private async Task<(Listing? Listing, RouteFilesRead.Failed? Failed)> ListAsync(BucketName where, Asking asking)
    {
        var listed = new Dictionary<string, ObjectSummary>(StringComparer.Ordinal);
        ObjectSummary? found = null;
        string? start = null;
        for (int seen = 0; ; )
        {
            string? from = start;
            if (
                !(
                    await asking
                        .AskAsync(token => objects.ListAsync(where, place.Prefix, from, token))
                        .ConfigureAwait(false)
                ).TryGet(out ObjectPage? page, out ServiceFailure? failure)
            )
                return (null, Failed("the prefix cannot be listed", failure));
            foreach (ObjectSummary summary in page.Objects)
            {
                if (summary.Name == place.Prefix + PublishedSet.ManifestName)
                    found = summary;
                else if (IsRouteFile(summary))
                    listed[summary.Name] = summary;
            }

            // An empty page counts as well, so that a listing that leads nowhere ends.
            if ((seen += Math.Max(1, page.Objects.Count)) > MaxObjects)
                return (
                    null,
                    new RouteFilesRead.Failed(
                        $"more than {MaxObjects:N0} objects lie below {place}; give route files a prefix of their own"
                    )
                );
            if ((start = page.NextStart) is null)
                return (new Listing([.. listed.Values], found), null);
        }
    }

    private bool IsRouteFile(ObjectSummary summary) =>
        summary.Name.StartsWith(place.Prefix, StringComparison.Ordinal)
        && RouteFile.IsRouteFile(summary.Name[place.Prefix.Length..]);

    private async Task<(PublishedSet? Set, RouteFilesRead.Failed? Failed)> ManifestAsync(
        BucketName where,
        ObjectSummary summary,
        Asking asking
    )
    {
        if (manifest is { ETag: not null } known && known.ETag == summary.ETag)
            return (known.Set, null);
        ServiceResult<StoredObject> answer = await asking
            .AskAsync(token => objects.GetAsync(where, summary.Name, ifNoneMatch: null, (int)MaxBytes, token))
            .ConfigureAwait(false);
        if (!answer.TryGet(out StoredObject? stored, out ServiceFailure? failure))
            return (null, Failed($"the object {Quote.Value(summary.Name)} cannot be read", failure));
        if (PublishedSet.Read(stored.Content, out string? problem) is not { } set)
            return (
                null,
                new RouteFilesRead.Failed(
                    $"{place}: the object {Quote.Value(summary.Name)} {problem}; publish the routes again"
                )
            );
        manifest = new Manifest(stored.ETag ?? summary.ETag, set);
        return (set, null);
    }

    private RouteFilesRead.Failed? TooMuch(ImmutableArray<ObjectSummary> listed)
    {
        if (listed.FirstOrDefault(summary => summary.Size > RouteLoader.MaxFileBytes) is { } large)
        {
            return new RouteFilesRead.Failed(
                $"{Shown(large.Name[place.Prefix.Length..])}:1:1: error {Codes.LimitPassed}: "
                    + $"the file has {large.Size:N0} bytes, more than {RouteLoader.MaxFileBytes:N0} (1 MiB); "
                    + "split it into several files"
            );
        }

        long bytes = listed.Sum(summary => summary.Size ?? 0);
        return bytes <= MaxBytes
            ? null
            : new RouteFilesRead.Failed(
                $"the route files below {place} have {bytes:N0} bytes together, "
                    + $"more than {MaxBytes:N0} (16 MiB); split them over several functions"
            );
    }

    // Null when a file of a published set is missing.
    private async Task<RouteFilesRead?> FetchAsync(
        BucketName where,
        ImmutableArray<Wanted> wanted,
        bool evenIfUnchanged,
        Asking asking
    )
    {
        var now = new Dictionary<string, Known>(StringComparer.Ordinal);
        var changed = new List<Wanted>();
        foreach (Wanted file in wanted)
        {
            if (known.TryGetValue(file.Path, out Known? same) && same.Tag is not null && same.Tag == file.Tag)
                now[file.Path] = same;
            else
                changed.Add(file);
        }

        if (read && !evenIfUnchanged && changed.Count == 0 && now.Count == known.Count)
            return new RouteFilesRead.Unchanged();

        long bytes = now.Values.Sum(entry => (long)entry.File.Content.Length);
        foreach (Wanted[] batch in changed.Chunk(AtOnce))
        {
            ServiceResult<StoredObject>[] answers = await Task.WhenAll(
                    batch.Select(file =>
                        asking.AskAsync(token =>
                            objects.GetAsync(where, file.Object, ifNoneMatch: null, RouteLoader.MaxFileBytes, token)
                        )
                    )
                )
                .ConfigureAwait(false);
            for (int i = 0; i < batch.Length; i++)
            {
                Wanted file = batch[i];
                if (!answers[i].TryGet(out StoredObject? stored, out ServiceFailure? failure))
                {
                    if (file.Sha256 is not null && failure is { Status: 404, Code: "ObjectNotFound" })
                        return null;
                    return Failed($"the object {Quote.Value(file.Object)} cannot be read", failure);
                }

                if (file.Sha256 is { } hash && Convert.ToHexStringLower(SHA256.HashData(stored.Content.Span)) != hash)
                    return new RouteFilesRead.Failed(
                        $"{place}: the object {Quote.Value(file.Object)} is not what was published as "
                            + $"{Quote.Value(file.Path)}: its content has another SHA-256; delete that object and "
                            + "publish the routes again"
                    );
                // The object's own tag, not the listing's: it may have been written again in between.
                now[file.Path] = new Known(
                    file.Sha256 ?? stored.ETag ?? file.Tag,
                    new RouteFile(file.Path, stored.Content) { Shown = Shown(file.Path) }
                );
                bytes += stored.Content.Length;
            }

            if (bytes > MaxBytes)
                return new RouteFilesRead.Failed(
                    $"the route files below {place} have more than {MaxBytes:N0} bytes (16 MiB) together; "
                        + "split them over several functions"
                );
        }

        (known, read) = (now, true);
        return new RouteFilesRead.Files([.. now.Values.Select(entry => entry.File)]);
    }

    private string Shown(string path) => $"oci://{place.Bucket}/{place.Prefix}{path}";

    private RouteFilesRead.Failed Failed(string what, ServiceFailure failure) =>
        new($"{place}: {what}: {failure.Describe()}");
}
