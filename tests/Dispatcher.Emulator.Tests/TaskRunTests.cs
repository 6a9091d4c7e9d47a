using System.Text.Json;
using Dispatcher.Emulator.Model;
using Dispatcher.Emulator.Runs;

namespace Dispatcher.Emulator.Tests;

public sealed class TaskRunTests
{
    private static readonly RunCourse OneTwoThree = new()
    {
        NotStarted = TimeSpan.FromSeconds(1),
        Queued = TimeSpan.FromSeconds(2),
        Running = TimeSpan.FromSeconds(3),
    };

    [Theory]
    [InlineData(null, "SUCCESS")]
    [InlineData("no such file", "ERROR")]
    public async Task A_run_advances_with_the_clock(string? error, string end)
    {
        var clock = ManualTime.FromNow();
        await using Tenancy tenancy = await Tenancy.StartAsync(
            new() { RunTime = clock, Course = OneTwoThree with { Error = error } }
        );
        string key = (await tenancy.CreateAsync()).Json.GetProperty("key").GetString()!;
        var states = new List<string>();
        for (int second = 0; second < 8; second++)
        {
            states.Add(
                (await tenancy.SendAsync("GET", $"{Tenancy.Runs}/{key}")).Json.GetProperty("status").GetString()!
            );
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["NOT_STARTED", "QUEUED", "QUEUED", "RUNNING", "RUNNING", "RUNNING", end, end], states);
        JsonElement run = (await tenancy.SendAsync("GET", $"{Tenancy.Runs}/{key}")).Json;
        Assert.Equal(3000, run.GetProperty("endTimeMillis").GetInt64() - run.GetProperty("startTimeMillis").GetInt64());
        Assert.Equal(error, run.TryGetProperty("errorMessage", out JsonElement message) ? message.GetString() : null);
    }

    [Fact]
    public async Task So_many_runs_of_a_workspace_run_at_once_in_the_order_they_came()
    {
        var clock = ManualTime.FromNow();
        await using Tenancy tenancy = await Tenancy.StartAsync(
            new()
            {
                RunTime = clock,
                Course = OneTwoThree,
                MaxRunning = 2,
            }
        );
        for (int n = 0; n < 5; n++)
            await tenancy.CreateAsync();
        string States() => string.Concat(tenancy.Emulator.DataIntegration.Runs.Select(run => run.Status.Word()[0]));

        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("RRQQQ", States());
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("SSRRQ", States());

        // Nobody looked in between: the fifth run began when the third ended.
        clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal("SSSSS", States());
        EmulatedRun[] runs = [.. tenancy.Emulator.DataIntegration.Runs];
        Assert.Equal(runs[2].Ended, runs[4].Started);
    }

    [Fact]
    public async Task Workspaces_do_not_wait_for_each_other()
    {
        var clock = ManualTime.FromNow();
        await using Tenancy tenancy = await Tenancy.StartAsync(
            new()
            {
                RunTime = clock,
                Course = OneTwoThree,
                MaxRunning = 1,
                AcceptAnyTask = true,
            }
        );
        foreach (string workspace in (string[])["w1", "w2", "w1"])
        {
            Reply reply = await tenancy.SendAsync(
                "POST",
                $"/20200430/workspaces/{workspace}/applications/any/taskRuns",
                """{"registryMetadata":{"aggregatorKey":"any"}}"""u8.ToArray()
            );
            Assert.Equal(201, reply.Status);
        }

        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(
            [RunStatus.Running, RunStatus.Running, RunStatus.Queued],
            tenancy.Emulator.DataIntegration.Runs.Select(run => run.Status)
        );
    }

    [Fact]
    public async Task A_held_run_ends_when_it_is_told_to()
    {
        var clock = ManualTime.FromNow();
        await using Tenancy tenancy = await Tenancy.StartAsync(
            new()
            {
                RunTime = clock,
                MaxRunning = 1,
                CourseOf = run =>
                    run.Name == "held" ? OneTwoThree with { Running = Timeout.InfiniteTimeSpan } : OneTwoThree,
            }
        );
        await tenancy.CreateAsync(more: ",\"name\":\"held\"");
        await tenancy.CreateAsync();
        clock.Advance(TimeSpan.FromDays(1));
        DataIntegrationState state = tenancy.Emulator.DataIntegration;
        Assert.Equal([RunStatus.Running, RunStatus.Queued], state.Runs.Select(run => run.Status));

        state.Finish(state.Runs[0].Key, RunStatus.Error, "told to");
        Assert.Equal([RunStatus.Error, RunStatus.Running], state.Runs.Select(run => run.Status));
        Assert.Equal("told to", state.Find(state.Runs[0].Key)!.ErrorMessage);
        Assert.Equal(clock.GetUtcNow(), state.Runs[1].Started);
        Assert.Throws<ArgumentOutOfRangeException>(() => state.Finish(state.Runs[1].Key, RunStatus.Running));
        Assert.Throws<KeyNotFoundException>(() => state.Finish("none", RunStatus.Success));
    }

    [Fact]
    public async Task A_created_run_says_what_it_was_created_with()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        Reply created = await tenancy.CreateAsync(
            token: "t",
            more: ""","name":"n ä","identifier":"RD_1","description":"d","configProvider":{"bindings":{"A":"""
                + """{"rootObjectValue":{"modelType":"SCHEMA","key":"dataref:C/S","x":[1.50,null,true]}}}}"""
        );

        JsonElement run = created.Json;
        Assert.Equal(
            ("TASK_RUN", "n ä", "RD_1", "d", Tenancy.Task, "INTEGRATION_TASK"),
            (
                Text(run, "modelType"),
                Text(run, "name"),
                Text(run, "identifier"),
                Text(run, "description"),
                Text(run, "taskKey"),
                Text(run, "taskType")
            )
        );
        Assert.Equal(
            """{"bindings":{"A":{"rootObjectValue":{"modelType":"SCHEMA","key":"dataref:C/S","x":[1.50,"""
                + """null,true]}}}}""",
            run.GetProperty("configProvider").GetRawText()
        );
        Assert.Equal(created.Header("opc-request-id"), Text(run, "opcRequestId"));
        Assert.NotEmpty(created.Header("etag"));
        EmulatedRun kept = Assert.Single(tenancy.Emulator.DataIntegration.Runs);
        Assert.Equal(tenancy.Emulator.Requests[^1].Body.ToArray(), kept.Body.ToArray());
        Assert.Equal(("t", 1), (kept.RetryToken, kept.Requests));
    }

    [Theory]
    [InlineData(true, ""","name":"mine","identifier":"MINE" """, "\\Amine\\z", "\\AMINE\\z")]
    [InlineData(true, "", "\\Aflatten-task_\\d{13}_\\d{8}\\z", "\\AFLATTEN_TASK_\\d{13}_\\d{8}\\z")]
    [InlineData(
        false,
        ""","name":"mine","identifier":"MINE" """,
        "\\Aflatten-task_\\d{13}_\\d{8}\\z",
        "\\AFLATTEN_TASK_\\d{13}_\\d{8}\\z"
    )]
    public async Task A_run_is_named_by_its_creator_or_by_the_service(
        bool keep,
        string more,
        string name,
        string identifier
    )
    {
        await using Tenancy tenancy = await Tenancy.StartAsync(new() { KeepGivenNames = keep });
        JsonElement run = (await tenancy.CreateAsync(more: more)).Json;
        Assert.Matches(name, Text(run, "name"));
        Assert.Matches(identifier, Text(run, "identifier"));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
