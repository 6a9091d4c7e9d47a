using System.Runtime.CompilerServices;
using Dispatcher.Cli.Console;
using Dispatcher.Files;
using Dispatcher.Oci.Ports;
using Dispatcher.Runtime.Retrying;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Backfill;

/// <summary>Gives the objects page by page: from the bucket, or from a file of names.</summary>
/// <param name="terminal">Where a file of names is read.</param>
/// <param name="services">Object Storage; null for a plan over names alone.</param>
/// <param name="scope">Which objects.</param>
/// <param name="names">The file of names; null for the bucket.</param>
internal sealed class BackfillObjects(Terminal terminal, SweepServices? services, BackfillScope scope, string? names)
{
    private const int NamesInPage = 1000;

    /// <summary>Why the listing ended early, or null.</summary>
    public ServiceFailure? Failure { get; private set; }

    /// <summary>Every page; in the bucket's order where the scope has a limit. After a failure of the service it
    /// ends, and <see cref="Failure"/> is set.</summary>
    /// <exception cref="IOException">The file of names cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file has no names, but JSON.</exception>
    public IAsyncEnumerable<IReadOnlyList<ObjectSummary>> PagesAsync(CancellationToken stopping) =>
        names is null ? FromBucketAsync(stopping) : FromNamesAsync(names, stopping);

    private async IAsyncEnumerable<IReadOnlyList<ObjectSummary>> FromBucketAsync(
        [EnumeratorCancellation] CancellationToken stopping
    )
    {
        var listing = new ObjectListing(services!, scope.Bucket);
        await foreach (
            IReadOnlyList<ObjectSummary> page in listing
                .PagesAsync([scope.Prefix], inOrder: scope.Limit is not null, stopping)
                .ConfigureAwait(false)
        )
            yield return scope.Since is { } since ? [.. page.Where(listed => listed.TimeModified >= since)] : page;
        Failure = listing.Failure;
    }

    private async IAsyncEnumerable<IReadOnlyList<ObjectSummary>> FromNamesAsync(
        string file,
        [EnumeratorCancellation] CancellationToken stopping
    )
    {
        using StreamReader reader = Open(file);
        var page = new List<ObjectSummary>(NamesInPage);
        bool first = true;
        while (await reader.ReadLineAsync(stopping).ConfigureAwait(false) is { } name)
        {
            if (first && name is ("{" or "[" or ['{', '"', ..]))
                throw new InvalidDataException(
                    "it is JSON; give a name a line, for example what `jq -r '.data[].name'` makes of "
                        + "`oci os object list`"
                );
            first = false;
            if (name.Length == 0 || !name.StartsWith(scope.Prefix, StringComparison.Ordinal))
                continue;
            ObjectSummary? listed = services is null
                ? new(name, null, null, null)
                : await FindAsync(name, stopping).ConfigureAwait(false);
            if (Failure is not null)
                yield break;
            if (listed is null)
                terminal.Error.WriteLine(
                    $"warning: there is no object {Diagnostics.Quote.Value(name)} in the bucket; passed over"
                );
            else if (scope.Since is null || listed.TimeModified is null || listed.TimeModified >= scope.Since)
                page.Add(listed);
            if (page.Count < NamesInPage)
                continue;
            yield return page;
            page = new List<ObjectSummary>(NamesInPage);
        }

        if (page.Count > 0)
            yield return page;
    }

    private StreamReader Open(string file)
    {
        string path = terminal.Absolute(file);
        try
        {
            return new StreamReader(file == "-" ? terminal.In : RegularFile.Open(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"it cannot be read: {FileTrouble.Reading(path, failure)}", failure);
        }
    }

    // The entity tag is a part of a run's identity: a name alone is not enough to start anything.
    private async Task<ObjectSummary?> FindAsync(string name, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        (ServiceResult<ObjectPage> result, _) = await services!
            .Reads.RunAsync("find-object", (_, token) => services.Objects.ListAsync(scope.Bucket, name, null, token))
            .ConfigureAwait(false);
        if (result.TryGet(out ObjectPage? page))
            return page.Objects.FirstOrDefault(listed => listed.Name == name);
        Failure = result.Failure;
        return null;
    }
}
