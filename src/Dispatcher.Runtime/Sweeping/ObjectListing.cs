using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dispatcher.Oci.Ports;
using Dispatcher.Runtime.Retrying;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>Lists a bucket in ranges side by side. A range that turns out to be long is halved as often as there is
/// room for another request, so that one prefix with a million names is listed as fast as eight.</summary>
/// <remarks>The pages come in no order. Memory is bounded by the pages that are on their way.</remarks>
public sealed class ObjectListing(SweepServices services, BucketName bucket)
{
    // A range of a few pages is not worth a request that may find nothing.
    private const int PagesBeforeHalving = 3;

    /// <summary>Why the listing ended early, or null.</summary>
    public ServiceFailure? Failure { get; private set; }

    /// <summary>Whether time was over before everything was listed.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Every page below the prefixes, none of which begins with another. After a failure of the service it
    /// ends, and <see cref="Failure"/> is set.</summary>
    /// <param name="prefixes">What names begin with.</param>
    /// <param name="inOrder">Whether the order matters: one range after the other, none of them halved.</param>
    /// <param name="stopping">Gives up.</param>
    public async IAsyncEnumerable<IReadOnlyList<ObjectSummary>> PagesAsync(
        IEnumerable<string> prefixes,
        bool inOrder,
        [EnumeratorCancellation] CancellationToken stopping
    )
    {
        int atOnce = inOrder ? 1 : services.AtOnce;
        var ranges = new RangeQueue(prefixes.Select(prefix => new NameRange(prefix, null, null)), atOnce);
        var pages = Channel.CreateBounded<IReadOnlyList<ObjectSummary>>(atOnce);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task working = Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => ListAsync(ranges, pages, both.Token)));
        _ = working.ContinueWith(
            done => pages.Writer.Complete(done.Exception?.InnerException),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        try
        {
            await foreach (
                IReadOnlyList<ObjectSummary> page in pages.Reader.ReadAllAsync(stopping).ConfigureAwait(false)
            )
                yield return page;
        }
        finally
        {
            // Also when the reader has enough.
            await both.CancelAsync().ConfigureAwait(false);
            ranges.Stop();
            await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListAsync(
        RangeQueue ranges,
        Channel<IReadOnlyList<ObjectSummary>> pages,
        CancellationToken stopping
    )
    {
        while (await ranges.TakeAsync().ConfigureAwait(false) is { } range)
        {
            await ListAsync(range, ranges, pages, stopping).ConfigureAwait(false);
            ranges.Finish();
        }
    }

    private async Task ListAsync(
        NameRange range,
        RangeQueue ranges,
        Channel<IReadOnlyList<ObjectSummary>> pages,
        CancellationToken stopping
    )
    {
        string? next = range.Start;
        for (int read = 1; !ranges.IsStopped; read++)
        {
            if (services.IsOver())
            {
                IsCutShort = true;
                ranges.Stop();
                return;
            }

            (string? start, string? end) = (next, range.End);
            (ServiceResult<ObjectPage> result, _) = await services
                .Reads.RunAsync("list-objects", (_, token) =>
                    services.Objects.ListAsync(bucket, range.Prefix, start, token, end)
                )
                .ConfigureAwait(false);
            if (!result.TryGet(out ObjectPage? page, out ServiceFailure? failure))
            {
                Failure ??= failure;
                ranges.Stop();
                return;
            }

            if (page.Objects.Count > 0)
                await pages.Writer.WriteAsync(page.Objects, stopping).ConfigureAwait(false);
            next = page.NextStart;
            if (next is null)
                return;
            if (read >= PagesBeforeHalving && ranges.HasRoom && range.Middle(next) is { } middle)
            {
                ranges.Add(range with { Start = middle });
                range = range with { End = middle };
            }
        }
    }

    /// <summary>The ranges that no worker lists yet. Ends when there are none and none can come.</summary>
    private sealed class RangeQueue(IEnumerable<NameRange> first, int workers)
    {
        private readonly Lock gate = new();
        private readonly Queue<NameRange> waiting = new(first);
        private readonly Queue<TaskCompletionSource<NameRange?>> idle = new();
        private int busy;

        public bool IsStopped { get; private set; }

        public bool HasRoom
        {
            get
            {
                lock (gate)
                    return waiting.Count == 0 && busy < workers;
            }
        }

        public Task<NameRange?> TakeAsync()
        {
            lock (gate)
            {
                if (IsStopped)
                    return Task.FromResult<NameRange?>(null);
                if (waiting.TryDequeue(out NameRange? range))
                {
                    busy++;
                    return Task.FromResult<NameRange?>(range);
                }

                if (busy == 0)
                    return Task.FromResult<NameRange?>(null);
                var turn = new TaskCompletionSource<NameRange?>(TaskCreationOptions.RunContinuationsAsynchronously);
                idle.Enqueue(turn);
                return turn.Task;
            }
        }

        public void Add(NameRange range)
        {
            lock (gate)
            {
                if (idle.TryDequeue(out TaskCompletionSource<NameRange?>? turn))
                {
                    busy++;
                    turn.SetResult(range);
                }
                else
                {
                    waiting.Enqueue(range);
                }
            }
        }

        public void Finish()
        {
            lock (gate)
            {
                busy--;
                if (busy == 0 && waiting.Count == 0)
                    SendHome();
            }
        }

        public void Stop()
        {
            lock (gate)
            {
                IsStopped = true;
                SendHome();
            }
        }

        private void SendHome()
        {
            while (idle.TryDequeue(out TaskCompletionSource<NameRange?>? turn))
                turn.SetResult(null);
        }
    }
}

/// <summary>Names with a prefix, from one name on and before another.</summary>
internal sealed record NameRange(string Prefix, string? Start, string? End)
{
    // Names are mostly ASCII: what lies above it is in the upper half.
    private const char Lowest = '\u001f',
        Highest = '\u007f';

    /// <summary>A text between the next name and the end of the range: about half of the first character that can
    /// differ. Null when there is none.</summary>
    public string? Middle(string next)
    {
        bool open = End is null;
        for (int i = Prefix.Length; i < next.Length + 1; i++)
        {
            char low = i < next.Length ? next[i] : Lowest,
                high = open || i >= End!.Length ? Highest : End[i];
            if (low is < Lowest or >= Highest || high > Highest)
                return null;
            if (high - low > 1)
                return next[..i] + (char)((low + high) / 2);
            // The next one differs by one: what begins with the lower character has no end of its own.
            open |= high > low;
        }

        return null;
    }
}
