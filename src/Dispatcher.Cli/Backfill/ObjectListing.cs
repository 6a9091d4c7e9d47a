using System.Runtime.CompilerServices;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Runs;
using Dispatcher.Files;
using Dispatcher.Oci.Ports;

namespace Dispatcher.Cli.Backfill;

/// <summary>Gives the objects page by page: from the bucket, or from a file of names. At most two pages are in
/// memory.</summary>
internal sealed class ObjectListing(
    Terminal terminal,
    Patience patience,
    BackfillScope scope,
    IObjectStore? objects,
    string? names
)
{
    private const int NamesInPage = 1000;

    /// <summary>Why the listing ended early, or null.</summary>
    public ServiceFailure? Failure { get; private set; }

    /// <summary>Every page in the bucket's order. After a failure of the service it ends, and <see cref="Failure"/> is
    /// set.</summary>
    /// <exception cref="IOException">The file of names cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file has no names, but JSON.</exception>
    public IAsyncEnumerable<IReadOnlyList<ObjectSummary>> PagesAsync(CancellationToken stopping) =>
        names is null ? FromBucketAsync(stopping) : FromNamesAsync(names, stopping);

    private async IAsyncEnumerable<IReadOnlyList<ObjectSummary>> FromBucketAsync(
        [EnumeratorCancellation] CancellationToken stopping
    )
    {
        Task<ServiceResult<ObjectPage>> next = PageAsync(scope.Prefix, null, stopping);
        while (true)
        {
            ServiceResult<ObjectPage> result = await next.ConfigureAwait(false);
            if (!result.TryGet(out ObjectPage? page))
            {
                Failure = result.Failure;
                yield break;
            }

            // The next page comes while this one is worked on.
            if (page.NextStart is { } start)
                next = PageAsync(scope.Prefix, start, stopping);
            yield return scope.Since is { } since
                ? [.. page.Objects.Where(listed => listed.TimeModified >= since)]
                : page.Objects;
            if (page.NextStart is null)
                yield break;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<ObjectSummary>> FromNamesAsync(
        string file,
        [EnumeratorCancellation] CancellationToken stopping
    )
    {
        using var reader =
            file == "-" ? new StreamReader(terminal.In) : new StreamReader(RegularFile.Open(terminal.Absolute(file)));
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
            ObjectSummary? listed = objects is null
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

    // The entity tag is a part of a run's identity: a name alone is not enough to start anything.
    private async Task<ObjectSummary?> FindAsync(string name, CancellationToken stopping)
    {
        ServiceResult<ObjectPage> result = await PageAsync(name, null, stopping).ConfigureAwait(false);
        if (result.TryGet(out ObjectPage? page))
            return page.Objects.FirstOrDefault(listed => listed.Name == name);
        Failure = result.Failure;
        return null;
    }

    private Task<ServiceResult<ObjectPage>> PageAsync(string prefix, string? start, CancellationToken stopping) =>
        patience.CallAsync(stop => objects!.ListAsync(scope.Bucket, prefix, start, stop), stopping);
}
