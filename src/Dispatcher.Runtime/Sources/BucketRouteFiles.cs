using Dispatcher.Routes;
using Dispatcher.Runtime.Ports;
using Dispatcher.Runtime.Settings;

namespace Dispatcher.Runtime.Sources;

/// <summary>The route files below a prefix of a bucket. Only those whose ETag changed are fetched again.</summary>
/// <param name="objects">Object Storage.</param>
/// <param name="place">Where.</param>
public sealed class BucketRouteFiles(IObjectStore objects, ObjectPlace place) : IRouteFiles
{
    // 20,000 routes need no more files than this, and a prefix with more objects is the wrong prefix.
    private const int MaxObjects = 20_000;
    private const int AtOnce = 8;

    private Dictionary<string, (string ETag, RouteFile File)> known = new(StringComparer.Ordinal);
    private BucketName? bucket;
    private bool read;

    /// <inheritdoc/>
    public bool MayChange => true;

    /// <inheritdoc/>
    public string Name => place.ToString();

    /// <inheritdoc/>
    public async Task<RouteFilesRead> ReadAsync(CancellationToken cancellationToken)
    {
        if (bucket is null)
        {
            if (place.Namespace is { } given)
                bucket = new BucketName(given, place.Bucket);
            else if ((await objects.GetNamespaceAsync(cancellationToken).ConfigureAwait(false)).TryGet(out string? found, out ServiceFailure? failure))
                bucket = new BucketName(found, place.Bucket);
            else
                return Failed("the namespace cannot be looked up", failure);
        }

        (List<ObjectSummary>? listed, RouteFilesRead? problem) = await ListAsync(bucket, cancellationToken).ConfigureAwait(false);
        return problem ?? await FetchAsync(bucket, listed!, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(List<ObjectSummary>? Listed, RouteFilesRead? Problem)> ListAsync(BucketName where, CancellationToken cancellationToken)
    {
        var listed = new List<ObjectSummary>();
        int seen = 0;
        for (string? start = null; ;)
        {
            ServiceResult<ObjectPage> answer = await objects.ListAsync(where, place.Prefix, start, cancellationToken).ConfigureAwait(false);
            if (!answer.TryGet(out ObjectPage? page, out ServiceFailure? failure))
                return (null, Failed("the prefix cannot be listed", failure));
            listed.AddRange(page.Objects.Where(o => o.Name.StartsWith(place.Prefix, StringComparison.Ordinal) && RouteFile.IsRouteFile(o.Name[place.Prefix.Length..])));
            if ((seen += page.Objects.Count) > MaxObjects)
                return (null, new RouteFilesRead.Failed($"more than {MaxObjects:N0} objects lie below {place}; give route files a prefix of their own"));
            if ((start = page.NextStart) is null)
                return (listed, null);
        }
    }

    private async Task<RouteFilesRead> FetchAsync(BucketName where, List<ObjectSummary> listed, CancellationToken cancellationToken)
    {
        var now = new Dictionary<string, (string ETag, RouteFile File)>(StringComparer.Ordinal);
        var changed = new List<ObjectSummary>();
        foreach (ObjectSummary summary in listed)
        {
            if (known.TryGetValue(summary.Name, out (string ETag, RouteFile File) same) && same.ETag == summary.ETag)
                now[summary.Name] = same;
            else
                changed.Add(summary);
        }

        if (read && changed.Count == 0 && now.Count == known.Count)
            return new RouteFilesRead.Unchanged();
        foreach (ObjectSummary[] batch in changed.Chunk(AtOnce))
        {
            ServiceResult<StoredObject>[] answers = await Task.WhenAll(batch.Select(summary =>
                objects.GetAsync(where, summary.Name, ifNoneMatch: null, RouteLoader.MaxFileBytes, cancellationToken))).ConfigureAwait(false);
            for (int i = 0; i < batch.Length; i++)
            {
                string name = batch[i].Name;
                if (!answers[i].TryGet(out StoredObject? stored, out ServiceFailure? failure))
                    return Failed($"the object {name} cannot be read", failure);
                now[name] = (stored.ETag ?? batch[i].ETag ?? "", new RouteFile(name[place.Prefix.Length..], stored.Content) { Shown = $"oci://{where.Bucket}/{name}" });
            }
        }

        (known, read) = (now, true);
        return new RouteFilesRead.Files([.. now.Values.Select(entry => entry.File)]);
    }

    private RouteFilesRead.Failed Failed(string what, ServiceFailure failure) =>
        new($"{place}: {what}: {failure.Describe()}");
}
