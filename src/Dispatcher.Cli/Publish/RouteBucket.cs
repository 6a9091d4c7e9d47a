using System.Collections.Immutable;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;
using Dispatcher.Routes.Loading;
using Dispatcher.Runtime.Sources;

namespace Dispatcher.Cli.Publish;

/// <summary>The place in a bucket that route sets are published to.</summary>
/// <param name="patience">How to ask.</param>
/// <param name="objects">Object Storage.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="prefix">The place in it: empty, or ending in <c>/</c>.</param>
internal sealed class RouteBucket(Patience patience, IObjectStore objects, BucketName bucket, string prefix)
{
    // What the function reads of a route set, and as much again for the set before it.
    private const int MaxManifestBytes = 16 * 1024 * 1024;

    /// <summary>As it is written.</summary>
    public string Name => $"oci://{bucket.Bucket}@{bucket.Namespace}/{prefix}";

    /// <summary>What lies at the place.</summary>
    /// <param name="Manifest">The manifest's object; null for none.</param>
    /// <param name="Plain">Route files that lie there as files.</param>
    /// <param name="Stored">The files of published sets, by name below the place.</param>
    public sealed record Content(
        ObjectSummary? Manifest,
        ImmutableArray<Listed> Plain,
        ImmutableDictionary<string, Listed> Stored
    );

    /// <summary>One version of an object at the place.</summary>
    /// <param name="Name">Its name below the place.</param>
    /// <param name="ETag">Its entity tag; null where the listing has none.</param>
    public sealed record Listed(string Name, string? ETag);

    /// <summary>Lists the place.</summary>
    public async Task<ServiceResult<Content>> ListAsync(CancellationToken stopping)
    {
        ObjectSummary? manifest = null;
        var plain = ImmutableArray.CreateBuilder<Listed>();
        var stored = ImmutableDictionary.CreateBuilder<string, Listed>(StringComparer.Ordinal);
        string? start = null;
        do
        {
            string? from = start;
            ServiceResult<ObjectPage> result = await patience
                .CallAsync(stop => objects.ListAsync(bucket, prefix, from, stop), stopping)
                .ConfigureAwait(false);
            if (!result.TryGet(out ObjectPage? page, out ServiceFailure? failure))
                return failure;
            foreach (ObjectSummary one in page.Objects)
            {
                string name = one.Name[prefix.Length..];
                if (name == PublishedSet.ManifestName)
                    manifest = one;
                else if (name.StartsWith(PublishedSet.Folder, StringComparison.Ordinal))
                    stored[name] = new Listed(name, one.ETag);
                else if (RouteFile.IsRouteFile(name))
                    plain.Add(new Listed(name, one.ETag));
            }

            start = page.NextStart;
        } while (start is not null);

        return new Content(manifest, plain.ToImmutable(), stored.ToImmutable());
    }

    /// <summary>Reads the manifest.</summary>
    /// <returns>The set and the manifest's entity tag; a manifest that cannot be read is a failure.</returns>
    public async Task<ServiceResult<(PublishedSet Set, string? ETag)>> ManifestAsync(CancellationToken stopping)
    {
        ServiceResult<StoredObject> result = await GetAsync(PublishedSet.ManifestName, MaxManifestBytes, stopping)
            .ConfigureAwait(false);
        if (!result.TryGet(out StoredObject? stored, out ServiceFailure? failure))
            return failure;
        return PublishedSet.Read(stored.Content, out string? problem) is { } set
            ? (set, stored.ETag)
            : new ServiceFailure(
                FailureKind.Rejected,
                200,
                "UnreadableManifest",
                $"the object {Quote.Value(prefix + PublishedSet.ManifestName)} {problem}; delete it to begin again"
            );
    }

    /// <summary>Reads a route file that lies there as a file.</summary>
    public async Task<ServiceResult<RouteFile>> PlainAsync(string path, CancellationToken stopping)
    {
        ServiceResult<StoredObject> result = await GetAsync(path, RouteLoader.MaxFileBytes, stopping)
            .ConfigureAwait(false);
        return result.TryGet(out StoredObject? stored, out ServiceFailure? failure)
            ? new RouteFile(path, stored.Content)
            : failure;
    }

    /// <summary>Writes the file of a set under its content's name. Equal files are one object, and writing one again
    /// makes a new version of it, which no publish that began earlier deletes.</summary>
    public Task<ServiceResult<PutOutcome>> StoreAsync(RouteFile file, CancellationToken stopping) =>
        patience.CallAsync(
            stop =>
                objects.PutAsync(
                    bucket,
                    prefix + PublishedSet.Folder + PublishedChange.HashOf(file),
                    file.Content,
                    "application/yaml",
                    PutCondition.None,
                    stop
                ),
            stopping
        );

    /// <summary>Replaces the manifest, unless another has replaced it since it was read. Once begun it is seen through,
    /// so that what was done is also known: Ctrl-C takes effect after it.</summary>
    /// <param name="set">The set that is in use from then on.</param>
    /// <param name="over">The entity tag of the manifest that was read; null where there was none.</param>
    /// <returns>Whether it is the manifest now.</returns>
    public async Task<ServiceResult<bool>> ReplaceAsync(PublishedSet set, string? over)
    {
        byte[] manifest = set.ToJson();
        ServiceResult<PutOutcome> put = await patience
            .CallAsync(
                stop =>
                    objects.PutAsync(
                        bucket,
                        prefix + PublishedSet.ManifestName,
                        manifest,
                        "application/json",
                        over is null ? PutCondition.Absent : PutCondition.Over(over),
                        stop
                    ),
                CancellationToken.None
            )
            .ConfigureAwait(false);
        if (put.Failure is { } failure)
            return failure;
        if (put.Value == PutOutcome.Written)
            return true;

        // The answer to a first attempt may have been lost: then the manifest is this one already.
        ServiceResult<StoredObject> now = await GetAsync(
                PublishedSet.ManifestName,
                MaxManifestBytes,
                CancellationToken.None
            )
            .ConfigureAwait(false);
        return now.TryGet(out StoredObject? stored, out ServiceFailure? unread)
            ? stored.Content.Span.SequenceEqual(manifest)
            : unread;
    }

    /// <summary>Deletes an object below the place, unless it was written again since it was listed.</summary>
    public Task<ServiceResult<bool>> DeleteAsync(Listed one, CancellationToken stopping) =>
        patience.CallAsync(stop => objects.DeleteAsync(bucket, prefix + one.Name, stop, one.ETag), stopping);

    private Task<ServiceResult<StoredObject>> GetAsync(string name, int maxBytes, CancellationToken stopping) =>
        patience.CallAsync(stop => objects.GetAsync(bucket, prefix + name, null, maxBytes, stop), stopping);
}
