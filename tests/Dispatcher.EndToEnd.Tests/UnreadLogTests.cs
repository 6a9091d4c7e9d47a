using System.Text.Json;

namespace Dispatcher.EndToEnd.Tests;

/// <summary>A log that cannot be written delays and prevents no answer (dispatch-v1, "Log"): a real process whose
/// standard error is a pipe that is not read, or is closed.</summary>
public sealed class UnreadLogTests
{
    // A pipe holds 64 KiB, which was the end after 62 answers.
    private const int Calls = 200;

    [Fact]
    public async Task A_standard_error_that_is_not_read_delays_neither_answers_nor_the_end()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartUnreadAsync();

        for (int n = 0; n < Calls; n++)
        {
            Answer answer = await function.CallAsync(OutcomeTests.Event("invoices/readme.txt"));
            Assert.Equal("unmatched", answer.Outcome);
        }

        Assert.Equal(0, await function.TerminateAsync());
    }

    [Fact]
    public async Task What_was_dropped_is_counted_in_the_log_when_it_flows_again()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartUnreadAsync();
        string name = new('x', 1_000);

        // Some 2 kB a line: the pipe and the queue are full after 600 of them.
        for (int n = 0; n < 1_000; n++)
            await function.CallAsync(OutcomeTests.Event(name));
        function.ReadLog();
        await function.UntilAsync(() => function.Log.Any(IsDropped), "the count");

        JsonElement line = function.Log.Single(IsDropped);
        Assert.Equal("warning", line.GetProperty("level").GetString());
        Assert.InRange(line.GetProperty("lines").GetInt32(), 1, 1_000);
        Assert.Equal("unmatched", (await function.CallAsync(OutcomeTests.Event("invoices/readme.txt"))).Outcome);
        await function.UntilAsync(
            () => function.Summaries[^1].ToString().Contains("readme", StringComparison.Ordinal),
            "the next summary line"
        );
    }

    [Fact]
    public async Task A_closed_standard_error_ends_nothing()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartWithClosedErrorAsync();

        Assert.Equal("unmatched", (await function.CallAsync(OutcomeTests.Event("invoices/readme.txt"))).Outcome);

        Assert.Equal(0, await function.TerminateAsync());
    }

    private static bool IsDropped(JsonElement line) => line.GetProperty("event").GetString() == "log.dropped";
}
