using System.Collections.Immutable;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Runs;
using Dispatcher.Oci.Ports;
using Dispatcher.Routes.Loading;
using Dispatcher.Runtime.Sources;

namespace Dispatcher.Cli.Publish;

/// <summary>Replaces the set at a place as a whole: the files first, then the manifest in one write, then what no set
/// names any more goes. Killed anywhere, the place has the old set or the new one.</summary>
/// <remarks>
/// Of two publishes at the same time one replaces the manifest and the other gets an error. Neither deletes a file that
/// the other's set needs: a publish deletes only versions that it listed before it replaced the manifest. Every file
/// of a new set is either named by the manifest that was read before, and then no publish deletes it, or written again
/// after that manifest was read, and then it is a later version than any that an earlier publish has listed.
/// </remarks>
/// <param name="terminal">The world around the command.</param>
/// <param name="notes">Where notes and progress go.</param>
/// <param name="place">The place.</param>
internal sealed class PublishRunner(Terminal terminal, TextWriter notes, RouteBucket place)
{
    private readonly ProgressLine progress = new(terminal, notes);

    /// <summary>What became of it.</summary>
    /// <param name="Action">What was done.</param>
    /// <param name="Set">The set in use.</param>
    /// <param name="Before">The set that was in use; null for none.</param>
    /// <param name="Change">The difference between them.</param>
    /// <param name="Deleted">How many objects were deleted.</param>
    public sealed record Result(
        PublishAction Action,
        PublishedSet Set,
        PublishedSet? Before,
        PublishedChange Change,
        int Deleted
    );

    /// <summary>Publishes a set.</summary>
    /// <param name="routeSet">Its version.</param>
    /// <param name="files">Its files.</param>
    /// <param name="stopping">Ctrl-C; before the manifest is written, nothing has changed.</param>
    public async Task<(Result? Result, int Code)> PublishAsync(
        string routeSet,
        ImmutableArray<RouteFile> files,
        CancellationToken stopping
    )
    {
        ServiceResult<RouteBucket.Content> listed = await place.ListAsync(stopping).ConfigureAwait(false);
        if (!listed.TryGet(out RouteBucket.Content? content, out ServiceFailure? failure))
            return (null, Trouble.Report(terminal, place.Name, failure));
        PublishedSet? before = null;
        string? etag = null;
        ImmutableArray<RouteFile> plain = [];
        if (content.Manifest is not null)
        {
            ServiceResult<(PublishedSet Set, string? ETag)> manifest = await place
                .ManifestAsync(stopping)
                .ConfigureAwait(false);
            if (manifest.Failure is { } unread)
                return (null, Trouble.Report(terminal, place.Name, unread));
            (before, etag) = manifest.Value;
        }
        else
        {
            ServiceResult<ImmutableArray<RouteFile>> read = await PlainAsync(content, stopping).ConfigureAwait(false);
            if (read.Failure is { } unread)
                return (null, Trouble.Report(terminal, place.Name, unread));
            plain = read.Value;
            // The files that lay there are the set before this one, where they are one: what does not load is not
            // worth going back to.
            if (!plain.IsEmpty && RouteLoader.Load(plain, cancellationToken: stopping).Set is { } old)
                before = PublishedChange.SetOf(old.Version, plain, terminal.Time.GetUtcNow());
        }

        PublishedSet set = PublishedChange.SetOf(routeSet, files, terminal.Time.GetUtcNow()) with
        {
            Previous = before is null ? null : before with { Previous = null },
        };
        var change = PublishedChange.Of(before, set);
        ImmutableHashSet<string> kept = content.Manifest is null ? [] : Named(before!);
        RouteFile[] missing =
        [
            .. files
                .Concat(before is null ? [] : plain)
                .Where(file => !(kept.Contains(NameOf(file)) && content.Stored.ContainsKey(NameOf(file))))
                .DistinctBy(NameOf, StringComparer.Ordinal),
        ];
        bool same = content.Manifest is not null && before!.RouteSet == routeSet;
        if (same && missing.Length == 0)
            return (new Result(PublishAction.Unchanged, before!, before, change, 0), ExitCode.Done);
        // A file of the set in use was deleted by hand: it is mended, and the set to go back to stays the same.
        if (same)
            set = set with { Previous = before!.Previous };

        if (await StoreAsync(missing, stopping).ConfigureAwait(false) is { } notStored)
            return (null, Trouble.Report(terminal, place.Name, notStored));
        return await ReplaceAsync(PublishAction.Published, set, before, etag, change, content, stopping)
            .ConfigureAwait(false);
    }

    /// <summary>Puts the previous set back; the present one is then the previous.</summary>
    public async Task<(Result? Result, int Code)> RollBackAsync(CancellationToken stopping)
    {
        ServiceResult<RouteBucket.Content> listed = await place.ListAsync(stopping).ConfigureAwait(false);
        if (!listed.TryGet(out RouteBucket.Content? content, out ServiceFailure? failure))
            return (null, Trouble.Report(terminal, place.Name, failure));
        if (content.Manifest is null)
            return (null, Nothing("no set was published there yet"));
        ServiceResult<(PublishedSet Set, string? ETag)> manifest = await place
            .ManifestAsync(stopping)
            .ConfigureAwait(false);
        if (manifest.Failure is { } unread)
            return (null, Trouble.Report(terminal, place.Name, unread));
        (PublishedSet current, string? etag) = manifest.Value;
        if (current.Previous is not { } previous)
            return (null, Nothing("the set there is the first that was published"));
        if (previous.Files.FirstOrDefault(file => !content.Stored.ContainsKey(file.ObjectName)) is { } missing)
            return (null, Nothing($"its file {missing.Path} is no longer there"));
        PublishedSet set = previous with
        {
            Published = terminal.Time.GetUtcNow(),
            Previous = current with { Previous = null },
        };
        return await ReplaceAsync(
                PublishAction.RolledBack,
                set,
                current,
                etag,
                PublishedChange.Of(current, set),
                content,
                stopping
            )
            .ConfigureAwait(false);
    }

    private async Task<(Result? Result, int Code)> ReplaceAsync(
        PublishAction action,
        PublishedSet set,
        PublishedSet? before,
        string? etag,
        PublishedChange change,
        RouteBucket.Content content,
        CancellationToken stopping
    )
    {
        stopping.ThrowIfCancellationRequested();
        ServiceResult<bool> replaced = await place.ReplaceAsync(set, etag).ConfigureAwait(false);
        if (replaced.Failure is { } failure)
            return (null, Trouble.Report(terminal, place.Name, failure));
        if (!replaced.Value)
        {
            await terminal
                .Error.WriteLineAsync(
                    $"error: {place.Name}: another publish replaced the set at the same time; nothing was changed by "
                        + "this one. Look at what is there, and run it again"
                )
                .ConfigureAwait(false);
            return (null, ExitCode.Findings);
        }

        int deleted = await TidyUpAsync(set, content, stopping).ConfigureAwait(false);
        return (new Result(action, set, before, change, deleted), ExitCode.Done);
    }

    // The set is in use by now, so a failure here is a warning.
    private async Task<int> TidyUpAsync(PublishedSet set, RouteBucket.Content before, CancellationToken stopping)
    {
        ImmutableHashSet<string> named = Named(set);
        ServiceFailure? failure = null;
        int deleted = 0;
        foreach (
            RouteBucket.Listed one in before.Plain.Concat(before.Stored.Values.Where(one => !named.Contains(one.Name)))
        )
        {
            ServiceResult<bool> result = await place.DeleteAsync(one, stopping).ConfigureAwait(false);
            failure = result.Failure;
            if (failure is not null)
                break;
            deleted += result.Value ? 1 : 0;
        }

        if (failure is not null)
            await terminal
                .Error.WriteLineAsync(
                    $"warning: {place.Name}: the set is in use, but what is left of earlier ones was not tidied up: "
                        + $"{failure.Describe()}; the next publish does it"
                )
                .ConfigureAwait(false);
        return deleted;
    }

    private async Task<ServiceResult<ImmutableArray<RouteFile>>> PlainAsync(
        RouteBucket.Content content,
        CancellationToken stopping
    )
    {
        var files = ImmutableArray.CreateBuilder<RouteFile>(content.Plain.Length);
        foreach (RouteBucket.Listed one in content.Plain)
        {
            ServiceResult<RouteFile> file = await place.PlainAsync(one.Name, stopping).ConfigureAwait(false);
            if (file.Failure is { } failure)
                return failure;
            files.Add(file.Value!);
        }

        return files.ToImmutable();
    }

    private static string NameOf(RouteFile file) => PublishedSet.Folder + PublishedChange.HashOf(file);

    private static ImmutableHashSet<string> Named(PublishedSet set) =>
        set
            .Files.Concat(set.Previous?.Files ?? [])
            .Select(file => file.ObjectName)
            .ToImmutableHashSet(StringComparer.Ordinal);

    private async Task<ServiceFailure?> StoreAsync(RouteFile[] missing, CancellationToken stopping)
    {
        for (int i = 0; i < missing.Length; i++)
        {
            progress.Show("files", i, missing.Length);
            if ((await place.StoreAsync(missing[i], stopping).ConfigureAwait(false)).Failure is { } failure)
                return failure;
        }

        progress.End();
        return null;
    }

    private int Nothing(string why)
    {
        terminal.Error.WriteLine($"error: {place.Name}: there is nothing to roll back to: {why}");
        return ExitCode.Findings;
    }
}
