using System.Text;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>Redrives side by side, and beside the function: nothing starts twice, and no limit is passed.</summary>
public sealed class RedriveTogetherTests : RedriveTestBed
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_same_records_redriven_by_two_at_once_start_nothing_twice(bool afterOneAnother)
    {
        await DeferAsync([.. Enumerable.Range(0, 12).Select(i => $"in/{i}")]);
        byte[][] kept =
        [
            .. Open().Select(name => Cloud.Emulator.ObjectStorage.Get(LetterFunction.Bucket, name)!.Content.ToArray()),
        ];
        string[] names = Open();
        Task<CliResult>[] calls = [RedriveAsync("--submit"), RedriveAsync("--submit")];
        Assert.All(await Task.WhenAll(calls), result => Check(result, 0));
        if (afterOneAnother)
        {
            // Somebody restores the records, long after.
            Cloud.Emulator.DataIntegration.ForgetRetryTokens();
            for (int i = 0; i < names.Length; i++)
                Cloud.Emulator.ObjectStorage.Put(LetterFunction.Bucket, names[i], kept[i]);
            Check(await RedriveAsync("--submit"), 0);
        }

        Assert.Equal(24, Cloud.Runs.Count);
        Assert.Equal((0, 12), (Open().Length, Done().Length));
    }

    [Fact]
    public async Task A_folder_redriven_by_two_at_once_starts_nothing_twice()
    {
        await DeferAsync([.. Enumerable.Range(0, 12).Select(i => $"in/{i}")]);
        foreach (string name in Open())
            Folder.Write(
                "letters/" + name["dead/".Length..],
                Encoding.UTF8.GetString(Cloud.Emulator.ObjectStorage.Get(LetterFunction.Bucket, name)!.Content.Span)
            );
        Task<CliResult>[] calls = [RedriveAsync("letters", "--submit"), RedriveAsync("letters", "--submit")];
        Assert.All(await Task.WhenAll(calls), result => Check(result, 0));
        Assert.Equal(24, Cloud.Runs.Count);
        Assert.Equal(
            12,
            Directory.GetFiles(Path.Join(Folder.Path, "letters", "done"), "*.json", SearchOption.AllDirectories).Length
        );
    }

    [Fact]
    public async Task A_storm_is_deferred_above_the_routes_limit_and_redriven_without_passing_it()
    {
        int unfinished = 0,
            most = 0;
        await using Cloud slow = await Cloud.StartAsync(options =>
            options with
            {
                MaxRunning = 100,
                CourseOf = _ =>
                {
                    most = Math.Max(most, Interlocked.Increment(ref unfinished));
                    return options.Course with { Running = Timeout.InfiniteTimeSpan };
                },
            }
        );
        using var busy = new LetterFunction(slow);
        string[] names = [.. Enumerable.Range(0, 8).Select(i => $"few/{i}")];
        var results = new List<DispatchResult>();
        foreach (string name in names)
            results.Add(await busy.DispatchAsync(name));
        Assert.Equal(
            (2, 6),
            (
                results.Count(result => result.Status == 200),
                results.Count(result =>
                    result is { Status: 503, DeadLetter: not null, Errors: [{ Code: "RD409", Route: "few" }] }
                )
            )
        );
        Assert.True((await busy.DispatchAsync("few/0")).Runs[0].Duplicate);

        // One run ends at a time, for as long as there are any.
        using var over = new CancellationTokenSource();
        Task ending = EndRunsAsync(slow, () => Interlocked.Decrement(ref unfinished), over.Token);
        CliResult result = await slow.RunAsync(
            ["redrive", LetterFunction.Place, "--submit", "--format", "json"],
            Folder.Path
        );
        await over.CancelAsync();
        await ending;

        Check(result, 0);
        Assert.Equal((6, 6), (Submitted(result, "started"), Submitted(result, "done")));
        Assert.Equal(8, slow.Runs.Select(run => run.Identifier).Distinct().Count());
        Assert.Equal(2, most); // Also with the two that the function had started.
    }

    private static async Task EndRunsAsync(Cloud cloud, Action onEnd, CancellationToken stop)
    {
        for (int ended = 0; !stop.IsCancellationRequested; await Task.Delay(5, CancellationToken.None))
        {
            if (cloud.Runs.Count <= ended)
                continue;
            onEnd();
            cloud.Emulator.DataIntegration.Finish(cloud.Runs[ended++].Key, Emulator.Model.RunStatus.Success);
        }
    }
}
