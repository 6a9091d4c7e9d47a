using Dispatcher.Cli.Runs;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Retrying;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>The runs of tasks are read side by side, and beside the listing that tells how far to look back.</summary>
public sealed class OtherRunsSearchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private static readonly ServiceFailure Refused = new(FailureKind.Rejected, 404, "NotAuthorizedOrNotFound", "no");

    private static KeyValuePair<TaskPlace, DateTimeOffset> Since(string task, DateTimeOffset since) =>
        new(new TaskPlace("workspace", "application", task), since);

    private static TaskRun Foreign(DateTimeOffset created) =>
        new()
        {
            Key = "run",
            Identifier = "X",
            Created = created,
        };

    private static ServiceResult<TaskRunPage> Page(string? next, params TaskRun[] runs) => new TaskRunPage(runs, next);

    [Fact]
    public async Task Each_task_is_read_without_waiting_for_another_and_the_answer_has_the_order_of_the_question()
    {
        var second = new TaskCompletionSource();
        var runs = new ListedRuns(
            async (task, _) =>
            {
                // The first one is answered when the second one was asked for.
                if (task == "b")
                    second.SetResult();
                await second.Task;
                return Page(null, Foreign(Noon));
            }
        );
        await using var search = new OtherRunsSearch(runs.Services(), CancellationToken.None);
        ServiceResult<IReadOnlyList<OtherRuns>> found = await search.FindAsync([Since("a", Noon), Since("b", Noon)]);
        Assert.Equal(["a", "b"], found.Value!.Select(others => others.Task.TaskKey));
    }

    [Fact]
    public async Task No_more_tasks_are_read_at_once_than_the_services_allow()
    {
        int now = 0,
            most = 0;
        var runs = new ListedRuns(
            async (_, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref now));
                await Task.Yield();
                Interlocked.Decrement(ref now);
                return Page(null);
            }
        );
        await using var search = new OtherRunsSearch(runs.Services(atOnce: 1), CancellationToken.None);
        await search.FindAsync([.. Enumerable.Range(0, 20).Select(n => Since($"task-{n}", Noon))]);
        Assert.Equal((1, 20), (most, runs.Asked.Count));
    }

    [Fact]
    public async Task An_older_object_that_comes_later_counts_with_runs_that_were_read_before_it_came()
    {
        var runs = new ListedRuns(
            (_, page) =>
                Task.FromResult(
                    page is null ? Page("2", Foreign(Noon), Foreign(Noon.AddHours(-1)))
                    : page == "2" ? Page("3", Foreign(Noon.AddHours(-3)))
                    : Page("4", Foreign(Noon.AddHours(-9)))
                )
        );
        await using var search = new OtherRunsSearch(runs.Services(), CancellationToken.None);
        search.Begin([Since("a", Noon)]);
        OtherRuns found = Assert.Single((await search.FindAsync([Since("a", Noon.AddHours(-4))])).Value!);
        Assert.Equal((3L, Noon), (found.Count, found.Newest));
        // Each page once, and none beyond the oldest object.
        Assert.Equal(["a", "a 2", "a 3"], runs.Asked);
    }

    [Fact]
    public async Task A_task_that_cannot_be_read_is_asked_for_once_and_fails_the_search()
    {
        var runs = new ListedRuns((task, _) => Task.FromResult(task == "b" ? Refused : Page(null, Foreign(Noon))));
        await using var search = new OtherRunsSearch(runs.Services(), CancellationToken.None);
        for (int page = 0; page < 3; page++)
            search.Begin([Since("a", Noon), Since("b", Noon)]);
        Assert.Equal(Refused, (await search.FindAsync([Since("a", Noon), Since("b", Noon)])).Failure);
        Assert.Equal(["a", "b"], runs.Asked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_read_any_more_after_an_interruption_or_the_end(bool isInterrupted)
    {
        using var stopping = new CancellationTokenSource();
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        var runs = new ListedRuns(
            async (_, _) =>
            {
                asked.TrySetResult();
                await answer.Task;
                return Page("next", Foreign(Noon));
            }
        );
        var search = new OtherRunsSearch(runs.Services(), stopping.Token);
        search.Begin([Since("a", Noon)]);
        await asked.Task;
        Task ending;
        if (isInterrupted)
        {
            Task found = search.FindAsync([Since("a", Noon)]);
            await stopping.CancelAsync();
            answer.SetResult();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => found);
            ending = search.DisposeAsync().AsTask();
        }
        else
        {
            ending = search.DisposeAsync().AsTask();
            answer.SetResult();
        }

        await ending;
        // The page that was on its way, and the one that was asked for while it was worked on.
        Assert.Equal(["a", "a next"], runs.Asked);
    }

    /// <summary>A service whose lists of runs a test gives.</summary>
    private sealed class ListedRuns(Func<string, string?, Task<ServiceResult<TaskRunPage>>> list) : ITaskRuns, IRetries
    {
        private readonly List<string> asked = [];

        /// <summary>Task and page of every question.</summary>
        public IReadOnlyList<string> Asked
        {
            get
            {
                lock (asked)
                    return [.. asked];
            }
        }

        public SweepServices Services(int atOnce = 8) =>
            new()
            {
                TaskRuns = this,
                Objects = null!,
                Reads = this,
                Writes = this,
                Time = TimeProvider.System,
                Wait = (_, _) => Task.CompletedTask,
                RequestId = "test",
                AtOnce = atOnce,
            };

        public Task<ServiceResult<TaskRunPage>> ListAsync(
            string workspace,
            string application,
            TaskRunFilter filter,
            CancellationToken cancellationToken
        )
        {
            lock (asked)
                asked.Add(filter.Page is { } page ? $"{filter.TaskKey} {page}" : filter.TaskKey!);
            return list(filter.TaskKey!, filter.Page);
        }

        public async Task<(ServiceFailure? Failure, int Attempts)> AttemptAsync(
            string operation,
            Func<int, CancellationToken, Task<ServiceFailure?>> attempt
        ) => (await attempt(1, CancellationToken.None), 1);

        public Task<ServiceResult<TaskRun>> CreateAsync(
            TaskRunRequest request,
            string requestId,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public Task<ServiceResult<TaskRun>> GetAsync(
            string workspace,
            string application,
            string taskRunKey,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();
    }
}
