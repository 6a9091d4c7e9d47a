using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Runs;

/// <summary>Looks for the runs of tasks that the dispatcher did not start: all tasks side by side, and while the
/// objects are still listed that say how far to look back.</summary>
internal sealed class OtherRunsSearch(SweepServices services, CancellationToken stopping) : IAsyncDisposable
{
    private readonly CancellationTokenSource stopped = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private readonly SemaphoreSlim room = new(services.AtOnce);
    private readonly Dictionary<TaskPlace, Reading> readings = [];

    /// <summary>Reads on in the background, as far back as is known to be needed so far, no more than
    /// <see cref="SweepServices.AtOnce"/> tasks at once. A task that could not be read is left alone.</summary>
    /// <param name="tasks">The tasks, each with the time of the oldest object that would start it.</param>
    public void Begin(IEnumerable<KeyValuePair<TaskPlace, DateTimeOffset>> tasks)
    {
        foreach ((TaskPlace task, DateTimeOffset since) in tasks)
        {
            if (!readings.TryGetValue(task, out Reading? reading))
                readings.Add(task, reading = new Reading(task, services, room));
            reading.Begin(since, stopped.Token);
        }
    }

    /// <summary>Those that were created since a time, or why the runs of a task could not be read.</summary>
    /// <param name="tasks">The tasks, each with that time.</param>
    public async Task<ServiceResult<IReadOnlyList<OtherRuns>>> FindAsync(
        IReadOnlyCollection<KeyValuePair<TaskPlace, DateTimeOffset>> tasks
    )
    {
        // What was begun may have looked back less far.
        Begin(tasks);
        ServiceFailure?[] failures = await Task.WhenAll(
                tasks.Select(task => readings[task.Key].EndAsync(task.Value, stopped.Token))
            )
            .ConfigureAwait(false);
        return failures.OfType<ServiceFailure>().FirstOrDefault() is { } failure
            ? failure
            : (OtherRuns[])
                [.. tasks.Select(task => readings[task.Key].Since(task.Value)).Where(others => others.Count > 0)];
    }

    /// <summary>Ends what is still read.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(readings.Values.Select(Task (reading) => reading.Current))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopped.Dispose();
        room.Dispose();
    }

    /// <summary>The runs of one task.</summary>
    private sealed class Reading
    {
        private readonly TaskPlace task;
        private readonly SemaphoreSlim room;
        private readonly RunReader reader;

        // When the others were created. Which of them count is known when the oldest object is.
        private readonly List<long> ticks = [];
        private long withoutTime;

        public Reading(TaskPlace task, SweepServices services, SemaphoreSlim room)
        {
            (this.task, this.room) = (task, room);
            reader = new RunReader(task, services, Add);
        }

        public Task<ServiceFailure?> Current { get; private set; } = Task.FromResult<ServiceFailure?>(null);

        public void Begin(DateTimeOffset since, CancellationToken stopping)
        {
            if (Current is { IsCompletedSuccessfully: true, Result: null })
                Current = ReadAsync(since, stopping);
        }

        public async Task<ServiceFailure?> EndAsync(DateTimeOffset since, CancellationToken stopping) =>
            await Current.ConfigureAwait(false) ?? await ReadAsync(since, stopping).ConfigureAwait(false);

        public OtherRuns Since(DateTimeOffset since)
        {
            long[] counted = [.. ticks.Where(created => created >= since.UtcTicks)];
            return new OtherRuns(
                task,
                withoutTime + counted.Length,
                counted.Length == 0 ? null : new DateTimeOffset(counted.Max(), TimeSpan.Zero)
            );
        }

        private async Task<ServiceFailure?> ReadAsync(DateTimeOffset since, CancellationToken stopping)
        {
            await room.WaitAsync(stopping).ConfigureAwait(false);
            try
            {
                return await reader.ReadBackToAsync(since, stopping).ConfigureAwait(false);
            }
            finally
            {
                room.Release();
            }
        }

        private void Add(TaskRun run)
        {
            if (OtherRuns.IsOurs(run))
                return;
            if (RunReader.CreatedAt(run) is { } created)
                ticks.Add(created.UtcTicks);
            else
                withoutTime++;
        }
    }
}
