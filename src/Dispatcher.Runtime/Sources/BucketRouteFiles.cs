using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Routes.Loading;
using Dispatcher.Runtime.Retrying;

namespace Dispatcher.Runtime.Sources;

/// <summary>The route files below a prefix of a bucket. Only those whose ETag changed are fetched again.</summary>
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

    private sealed record Known(string? ETag, RouteFile File);

    public bool MayChange => true;

    public string Name => place.ToString();

    public async Task<RouteFilesRead> ReadAsync(bool evenIfUnchanged, CancellationToken cancellationToken)
    {
        var until = Moment.In(Patience, time);
        Task<(ServiceResult<T> Result, int Attempts)> Ask<T>(
            Func<CancellationToken, Task<ServiceResult<T>>> question
        ) => retrier.RunAsync("read-routes", (_, token) => question(token), until, cancellationToken);

        if (bucket is null)
        {
            if (
                !(await Ask(objects.GetNamespaceAsync).ConfigureAwait(false)).Result.TryGet(
                    out string? found,
                    out ServiceFailure? failure
                )
            )
                return Failed("the namespace cannot be looked up", failure);
            bucket = new BucketName(found, place.Bucket);
        }

        var listed = new Dictionary<string, ObjectSummary>(StringComparer.Ordinal);
        string? start = null;
        for (int seen = 0; ; )
        {
            string? from = start;
            if (
                !(
                    await Ask(token => objects.ListAsync(bucket, place.Prefix, from, token)).ConfigureAwait(false)
                ).Result.TryGet(out ObjectPage? page, out ServiceFailure? failure)
            )
                return Failed("the prefix cannot be listed", failure);
            foreach (ObjectSummary summary in page.Objects.Where(IsRouteFile))
                listed[summary.Name] = summary;

            // An empty page counts as well, so that a listing that leads nowhere ends.
            if ((seen += Math.Max(1, page.Objects.Count)) > MaxObjects)
                return new RouteFilesRead.Failed(
                    $"more than {MaxObjects:N0} objects lie below {place}; give route files a prefix of their own"
                );
            if ((start = page.NextStart) is null)
                break;
        }

        return TooMuch(listed.Values) ?? await FetchAsync(bucket, listed, evenIfUnchanged, Ask).ConfigureAwait(false);
    }

    private bool IsRouteFile(ObjectSummary summary) =>
        summary.Name.StartsWith(place.Prefix, StringComparison.Ordinal)
        && RouteFile.IsRouteFile(summary.Name[place.Prefix.Length..]);

    private RouteFilesRead.Failed? TooMuch(IReadOnlyCollection<ObjectSummary> listed)
    {
        if (listed.FirstOrDefault(summary => summary.Size > RouteLoader.MaxFileBytes) is { } large)
        {
            return new RouteFilesRead.Failed(
                $"{Shown(large.Name)}:1:1: error {Codes.LimitPassed}: the file has {large.Size:N0} bytes, "
                    + $"more than {RouteLoader.MaxFileBytes:N0} (1 MiB); split it into several files"
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

    private async Task<RouteFilesRead> FetchAsync(
        BucketName where,
        Dictionary<string, ObjectSummary> listed,
        bool evenIfUnchanged,
        Func<
            Func<CancellationToken, Task<ServiceResult<StoredObject>>>,
            Task<(ServiceResult<StoredObject> Result, int Attempts)>
        > ask
    )
    {
        var now = new Dictionary<string, Known>(StringComparer.Ordinal);
        var changed = new List<ObjectSummary>();
        foreach (ObjectSummary summary in listed.Values)
        {
            if (known.TryGetValue(summary.Name, out Known? same) && same.ETag is not null && same.ETag == summary.ETag)
                now[summary.Name] = same;
            else
                changed.Add(summary);
        }

        if (read && !evenIfUnchanged && changed.Count == 0 && now.Count == known.Count)
            return new RouteFilesRead.Unchanged();

        long bytes = now.Values.Sum(entry => (long)entry.File.Content.Length);
        foreach (ObjectSummary[] batch in changed.Chunk(AtOnce))
        {
            var answers = await Task.WhenAll(
                    batch.Select(summary =>
                        ask(token =>
                            objects.GetAsync(where, summary.Name, ifNoneMatch: null, RouteLoader.MaxFileBytes, token)
                        )
                    )
                )
                .ConfigureAwait(false);
            for (int i = 0; i < batch.Length; i++)
            {
                string name = batch[i].Name;
                if (!answers[i].Result.TryGet(out StoredObject? stored, out ServiceFailure? failure))
                    return Failed($"the object {Quote.Value(name)} cannot be read", failure);

                // The object's own tag, not the listing's: it may have been written again in between.
                now[name] = new Known(
                    stored.ETag ?? batch[i].ETag,
                    new RouteFile(name[place.Prefix.Length..], stored.Content) { Shown = Shown(name) }
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

    private string Shown(string name) => $"oci://{place.Bucket}/{name}";

    private RouteFilesRead.Failed Failed(string what, ServiceFailure failure) =>
        new($"{place}: {what}: {failure.Describe()}");
}
