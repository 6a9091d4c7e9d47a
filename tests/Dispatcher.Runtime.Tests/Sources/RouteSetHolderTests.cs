using System.Text;
using Dispatcher.Planning;
using Dispatcher.Routes.Loading;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Sources;
using Dispatcher.Runtime.Tests.Fakes;

namespace Dispatcher.Runtime.Tests.Sources;

/// <summary>dispatch-v1, "Where routes come from".</summary>
public sealed class RouteSetHolderTests : IDisposable
{
    private const string Broken =
        "version: 1\nroutes:\n  - { name: BAD NAME, match: { object: \"(\" }, task: { key: t } }\n";

    private readonly ManualTime time = new();
    private readonly LogCapture log = new();
    private readonly Script files = new();

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task The_first_invocation_waits_for_the_first_set()
    {
        RouteSetHolder holder = Holder();
        Task<DispatchPlanner?> waiting = holder.GetAsync(CancellationToken.None).AsTask();
        files.Give(Good("a"));

        Assert.Equal("a", Route(await waiting));
        Assert.Equal(
            holder.Current!.Set.Version,
            Assert.Single(log.Named("routes.loaded")).GetProperty("routeSet").GetString()
        );
    }

    [Fact]
    public async Task The_first_set_may_have_been_prepared_and_no_other_is_taken_for_it()
    {
        RouteFilesRead.Files first = Good("a");
        byte[] prepared = PreparedRoutes.Write(first.Found, RouteLoader.Load(first.Found).Set!.Version);
        int read = 0;
        RouteSetHolder holder = Holder(prepared: () =>
        {
            read++;
            return prepared;
        });

        files.Give(first);
        await holder.GetAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(60));
        files.Give(Good("b"));
        await UntilAsync(() => BegunUntil(holder, () => log.Named("routes.loaded").Count == 2));

        Assert.Equal("b", Route(holder.Current));
        Assert.Equal([true, false], log.Named("routes.loaded").Select(line => line.TryGetProperty("prepared", out _)));
        Assert.Equal(1, read);
    }

    [Fact]
    public async Task Who_runs_out_of_time_gets_none_and_the_look_goes_on_for_the_next()
    {
        RouteSetHolder holder = Holder();

        Assert.Null(await holder.GetAsync(new CancellationToken(canceled: true)));
        files.Give(Good("a"));

        Assert.Equal("a", Route(await holder.GetAsync(CancellationToken.None)));
        Assert.Equal(1, files.Reads);
    }

    [Fact]
    public async Task Many_invocations_at_once_share_one_look()
    {
        RouteSetHolder holder = Holder();
        Task<DispatchPlanner?>[] waiting =
        [
            .. Enumerable.Range(0, 50).Select(_ => holder.GetAsync(CancellationToken.None).AsTask()),
        ];
        files.Give(Good("a"));

        DispatchPlanner?[] planners = await Task.WhenAll(waiting);

        Assert.Single(planners.Distinct());
        Assert.Equal(1, files.Reads);
    }

    [Fact]
    public async Task A_refresh_runs_beside_the_invocation_that_finds_it_due()
    {
        RouteSetHolder holder = await LoadedAsync("a");
        time.Advance(TimeSpan.FromSeconds(60));

        // Nothing is given yet: the look hangs, and nobody waits for it.
        ValueTask<DispatchPlanner?> first = holder.GetAsync(CancellationToken.None),
            second = holder.GetAsync(CancellationToken.None);
        Assert.True(first.IsCompleted && second.IsCompleted);
        Assert.Equal("a", Route(await first));

        files.Give(Good("b"));
        await UntilAsync(() => BegunUntil(holder, () => Route(holder.Current) == "b"));
        Assert.Equal(2, files.Reads);
    }

    [Theory]
    [InlineData(60, 59, true, 1)]
    [InlineData(60, 60, true, 2)]
    [InlineData(0, 100_000, true, 1)]
    [InlineData(60, 100_000, false, 1)]
    public async Task A_source_is_looked_at_when_it_may_change_and_the_time_has_come(
        int refresh,
        int later,
        bool mayChange,
        int reads
    )
    {
        files.MayChange = mayChange;
        RouteSetHolder holder = await LoadedAsync("a", refresh);
        time.Advance(TimeSpan.FromSeconds(later));
        files.Give(new RouteFilesRead.Unchanged());
        await UntilAsync(() => BegunUntil(holder, () => files.Reads == reads));
        holder.Begin();
        await SettledAsync();

        Assert.Equal(reads, files.Reads);
        Assert.Equal("a", Route(holder.Current));
    }

    [Fact]
    public async Task Whatever_fails_keeps_the_last_good_set_and_the_next_look_comes()
    {
        RouteSetHolder holder = await LoadedAsync("a");
        RouteFilesRead[] failures =
        [
            new RouteFilesRead.Failed("503 no"),
            Files(Broken),
            new RouteFilesRead.Failed("again"),
            null!,
        ];
        for (int n = 0; n < 12; n++)
        {
            time.Advance(TimeSpan.FromSeconds(60));
            files.Give(failures[n % failures.Length]); // A null makes the look throw.
            int reads = n + 2;
            await UntilAsync(() =>
                BegunUntil(holder, () => files.Reads == reads)
                && log.Named("routes.unreadable").Count + log.Named("routes.refused").Count == reads - 1
            );
            Assert.Equal("a", Route(holder.Current));
        }

        time.Advance(TimeSpan.FromSeconds(60));
        files.Give(Good("b"));
        await UntilAsync(() => BegunUntil(holder, () => Route(holder.Current) == "b"));
        Assert.Null(holder.LastProblem);
    }

    [Fact]
    public async Task A_set_that_does_not_load_is_logged_with_every_diagnostic()
    {
        RouteSetHolder holder = await LoadedAsync("a");
        string version = holder.Current!.Set.Version;
        time.Advance(TimeSpan.FromSeconds(60));
        string yaml =
            "version: 1\nroutes:\n"
            + string.Concat(
                Enumerable
                    .Range(0, 120)
                    .Select(n => $"  - {{ name: BAD{n}, match: {{ object: a }}, task: {{ key: t }} }}\n")
            );
        files.Give(Files(yaml));
        await UntilAsync(() => BegunUntil(holder, () => log.Named("routes.refused").Count == 3));

        var lines = log.Named("routes.refused");
        string[] told =
        [
            .. lines
                .SelectMany(line => line.GetProperty("diagnostics").EnumerateArray())
                .Select(diagnostic => diagnostic.GetString()!),
        ];
        Assert.Equal(
            RouteLoader
                .Load([new RouteFile("r.yaml", Encoding.UTF8.GetBytes(yaml))])
                .Diagnostics.Select(diagnostic => diagnostic.ToString()),
            told
        );
        Assert.Equal(120, told.Length);
        Assert.All(lines, line =>
            Assert.Equal(
                ("error", version),
                (line.GetProperty("level").GetString(), line.GetProperty("routeSet").GetString())
            )
        );
    }

    [Fact]
    public async Task Without_a_set_every_invocation_looks_again()
    {
        RouteSetHolder holder = Holder();
        files.Give(new RouteFilesRead.Failed("404 no bucket"));
        Assert.Null(await holder.GetAsync(CancellationToken.None));
        Assert.Equal("404 no bucket", holder.LastProblem);
        files.Give(Files(Broken));
        Assert.Null(await holder.GetAsync(CancellationToken.None));
        Assert.Contains("RD009", holder.LastProblem, StringComparison.Ordinal);
        files.Give(Good("a"));

        Assert.Equal("a", Route(await holder.GetAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task A_look_that_hangs_is_given_up_and_does_not_end_refreshing()
    {
        RouteSetHolder holder = await LoadedAsync("a");
        time.Advance(TimeSpan.FromSeconds(60));
        await UntilAsync(() => BegunUntil(holder, () => files.Reads == 2));
        await UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(61));
            return log.Named("routes.unreadable").Count == 1;
        });

        files.Give(Good("b"));
        time.Advance(TimeSpan.FromSeconds(60));
        await UntilAsync(() => BegunUntil(holder, () => Route(holder.Current) == "b"));
    }

    [Fact]
    public async Task A_load_that_takes_too_long_is_given_up_and_does_not_end_refreshing()
    {
        RouteSetHolder holder = await LoadedAsync("a");
        time.Advance(TimeSpan.FromSeconds(60));
        files.Give(new RouteFilesRead.Files(new Slow(time, ((RouteFilesRead.Files)Good("b")).Found)));
        await UntilAsync(() => BegunUntil(holder, () => log.Named("routes.unreadable").Count == 1));

        Assert.Equal("a", Route(holder.Current));
        Assert.Equal(
            "script: not read and loaded within 60 s",
            log.Named("routes.unreadable")[0].GetProperty("reason").GetString()
        );
        time.Advance(TimeSpan.FromSeconds(60));
        files.Give(Good("c"));
        await UntilAsync(() => BegunUntil(holder, () => Route(holder.Current) == "c"));
    }

    [Fact]
    public async Task Files_that_were_read_and_not_loaded_are_asked_for_again()
    {
        RouteSetHolder holder = await LoadedAsync("a");
        time.Advance(TimeSpan.FromSeconds(60));
        files.Give(new RouteFilesRead.Files(new Throwing()));
        await UntilAsync(() => BegunUntil(holder, () => log.Named("routes.unreadable").Count == 1));
        time.Advance(TimeSpan.FromSeconds(60));
        files.Give(Good("b"));
        await UntilAsync(() => BegunUntil(holder, () => Route(holder.Current) == "b"));

        Assert.Equal([false, false, true], files.Whole);
    }

    private static RouteFilesRead.Files Files(string yaml) =>
        new([new RouteFile("r.yaml", Encoding.UTF8.GetBytes(yaml))]);

    private static RouteFilesRead.Files Good(string name) =>
        Files($"version: 1\nroutes:\n  - {{ name: {name}, match: {{ object: a }}, task: {{ key: t }} }}\n");

    private static string? Route(DispatchPlanner? planner) => planner?.Set.Routes[0].Name;

    private static async Task UntilAsync(Func<bool> isTrue)
    {
        for (int n = 0; !isTrue(); n++)
        {
            Assert.True(n < 6_000, "what the test waits for did not happen within a minute");
            await Task.Delay(10);
        }
    }

    // The set is in use a moment before its look is over, and a look that is going on is what a due one begins.
    private static bool BegunUntil(RouteSetHolder holder, Func<bool> isTrue)
    {
        holder.Begin();
        return isTrue();
    }

    // Long enough for a look that should not have begun to show.
    private static Task SettledAsync() => Task.Delay(50);

    private RouteSetHolder Holder(int refresh = 60, Func<byte[]?>? prepared = null) =>
        new(files, TimeSpan.FromSeconds(refresh), new JsonLog(log, LogLevel.Debug, time), time, prepared: prepared);

    private async Task<RouteSetHolder> LoadedAsync(string name, int refresh = 60)
    {
        RouteSetHolder holder = Holder(refresh);
        files.Give(Good(name));
        await holder.GetAsync(CancellationToken.None);
        return holder;
    }

    /// <summary>Answers each look with what a test gives, and hangs until it does.</summary>
    private sealed class Script : IRouteFiles
    {
        private readonly System.Threading.Channels.Channel<RouteFilesRead?> answers =
            System.Threading.Channels.Channel.CreateUnbounded<RouteFilesRead?>();
        private int reads;

        public bool MayChange { get; set; } = true;

        public string Name => "script";

        public int Reads => Volatile.Read(ref reads);

        public List<bool> Whole { get; } = [];

        public void Give(RouteFilesRead answer) => answers.Writer.TryWrite(answer);

        public async Task<RouteFilesRead> ReadAsync(bool evenIfUnchanged, CancellationToken cancellationToken)
        {
            Whole.Add(evenIfUnchanged);
            Interlocked.Increment(ref reads);
            return await answers.Reader.ReadAsync(cancellationToken) ?? throw new InvalidOperationException("a bug");
        }
    }

    // A load that looks at its files when its time is over.
    private sealed class Slow(ManualTime time, IReadOnlyList<RouteFile> files) : IReadOnlyList<RouteFile>
    {
        public int Count => files.Count;

        public RouteFile this[int index] => files[index];

        public IEnumerator<RouteFile> GetEnumerator()
        {
            time.Advance(TimeSpan.FromSeconds(61));
            return files.GetEnumerator();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Throwing : IReadOnlyList<RouteFile>
    {
        public int Count => 1;

        public RouteFile this[int index] => throw new InvalidOperationException("a bug");

        public IEnumerator<RouteFile> GetEnumerator() => throw new InvalidOperationException("a bug");

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
