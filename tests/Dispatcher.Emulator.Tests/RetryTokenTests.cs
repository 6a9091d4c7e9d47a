using Dispatcher.Emulator.Model;

namespace Dispatcher.Emulator.Tests;

public sealed class RetryTokenTests
{
    [Theory]
    [InlineData(RetryTokenReplay.SameRunAsOk, 200)]
    [InlineData(RetryTokenReplay.SameRunAsCreated, 201)]
    [InlineData(RetryTokenReplay.Conflict, 409)]
    public async Task The_same_token_starts_nothing_twice(RetryTokenReplay replay, int status)
    {
        await using Tenancy tenancy = await Tenancy.StartAsync(new() { RetryTokenReplay = replay });
        Reply first = await tenancy.CreateAsync(token: "t");
        Reply second = await tenancy.CreateAsync(token: "t", more: ",\"name\":\"another\"");

        Assert.Equal((201, status), (first.Status, second.Status));
        if (status == 409)
            Assert.Equal("InvalidatedRetryToken", second.Code);
        else
            Assert.Equal(first.Json.GetProperty("key").GetString(), second.Json.GetProperty("key").GetString());
        EmulatedRun run = Assert.Single(tenancy.Emulator.DataIntegration.Runs);
        Assert.Equal((2, 1L), (run.Requests, tenancy.Emulator.DataIntegration.Replays));
    }

    [Fact]
    public async Task Other_tokens_and_no_token_start_runs_of_their_own()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        foreach (string? token in (string?[])["a", "b", null, null])
            Assert.Equal(201, (await tenancy.CreateAsync(token: token)).Status);
        Assert.Equal((4, 0L), (tenancy.Emulator.DataIntegration.RunCount, tenancy.Emulator.DataIntegration.Replays));
    }

    [Fact]
    public async Task A_token_cannot_be_used_for_another_task()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        tenancy.Emulator.DataIntegration.AddTask(Tenancy.Workspace, Tenancy.Application, new("other"));
        await tenancy.CreateAsync(token: "t");
        Reply reply = await tenancy.CreateAsync("other", token: "t");
        Assert.Equal(
            (409, "InvalidatedRetryToken", 1),
            (reply.Status, reply.Code, tenancy.Emulator.DataIntegration.RunCount)
        );
    }

    [Fact]
    public async Task A_forgotten_token_starts_another_run()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        await tenancy.CreateAsync(token: "t");
        tenancy.Emulator.DataIntegration.ForgetRetryTokens();
        Assert.Equal(201, (await tenancy.CreateAsync(token: "t")).Status);
        Assert.Equal(2, tenancy.Emulator.DataIntegration.RunCount);
    }

    [Theory]
    [InlineData(-1, 200)]
    [InlineData(0, 201)]
    public async Task A_token_is_forgotten_after_its_time(int seconds, int status)
    {
        var clock = ManualTime.FromNow();
        await using Tenancy tenancy = await Tenancy.StartAsync(
            new() { RunTime = clock, RetryTokenLifetime = TimeSpan.FromHours(24) }
        );
        await tenancy.CreateAsync(token: "t");
        clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(seconds));
        Assert.Equal(status, (await tenancy.CreateAsync(token: "t")).Status);
    }

    [Fact]
    public async Task Of_many_requests_at_once_with_one_token_one_creates()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        Reply[] replies = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(n => tenancy.CreateAsync(token: $"{n % 4}"))
        );
        Assert.Equal(4, replies.Count(reply => reply.Status == 201));
        Assert.Equal((4, 28L), (tenancy.Emulator.DataIntegration.RunCount, tenancy.Emulator.DataIntegration.Replays));
        Assert.All(tenancy.Emulator.DataIntegration.Runs, run => Assert.Equal(8, run.Requests));
    }
}
