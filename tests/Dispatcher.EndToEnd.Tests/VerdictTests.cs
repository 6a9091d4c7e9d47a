using Dispatcher.Campaign.Events;
using Dispatcher.Campaign.Judging;

namespace Dispatcher.EndToEnd.Tests;

/// <summary>What the fault campaign calls lost, doubled and wrong: a campaign that sees nothing would find
/// nothing.</summary>
public sealed class VerdictTests
{
    // What was found of an event that must start `a` and `b`, `+` between runs, `!` before a record's outcome.
    [Theory]
    [InlineData("a + b", "", "")]
    [InlineData("a", "lost", "lost")]
    [InlineData("", "lost", "lost")]
    [InlineData("!deferred", "", "lost wrong")]
    [InlineData("a + !deferred", "", "lost wrong")]
    [InlineData("a + b + !deferred", "", "wrong")]
    [InlineData("a + b + b", "doubled", "doubled")]
    [InlineData("a + !deferred + !rejected", "doubled", "lost doubled wrong")]
    [InlineData("a + b + c", "wrong", "wrong")]
    public void An_event_that_can_run_has_each_run_once_and_after_a_redrive_no_record(
        string found,
        string before,
        string after
    ) => AssertVerdicts(new CampaignEvent("x", [], Ending.Runs, "a", "b"), found, before, after);

    [Theory]
    [InlineData("a + !rejected", "", "")]
    [InlineData("a + !deferred", "", "")]
    [InlineData("!rejected", "", "lost")]
    [InlineData("a", "lost", "lost")]
    [InlineData("a + !rejected + !rejected", "doubled", "doubled")]
    [InlineData("a + a + !rejected", "doubled", "doubled")]
    public void An_event_that_never_can_keeps_one_record(string found, string before, string after) =>
        AssertVerdicts(new CampaignEvent("x", [], Ending.StaysDead, "a"), found, before, after);

    [Theory]
    [InlineData("", "", "")]
    [InlineData("!deferred", "", "")]
    [InlineData("!rejected", "wrong", "wrong")]
    [InlineData("a", "wrong", "wrong")]
    public void An_event_that_starts_nothing_has_nothing(string found, string before, string after) =>
        AssertVerdicts(new CampaignEvent("x", [], Ending.Nothing), found, before, after);

    [Fact]
    public void A_run_of_an_event_that_nobody_sent_is_wrong()
    {
        var found = new Found();
        found.AddRun("y", "a");
        Assert.Equal("wrong", Words(Verdict.AfterRedrive([], found)));
    }

    private static void AssertVerdicts(CampaignEvent sent, string what, string before, string after)
    {
        var found = new Found();
        foreach (string one in what.Split(" + ", StringSplitOptions.RemoveEmptyEntries))
        {
            if (one.StartsWith('!'))
                found.AddRecord(sent.Key, one[1..]);
            else
                found.AddRun(sent.Key, one);
        }

        Assert.Equal(
            (before, after),
            (Words(Verdict.BeforeRedrive([sent], found)), Words(Verdict.AfterRedrive([sent], found)))
        );
    }

    private static string Words(Verdict verdict) =>
        string.Join(
            ' ',
            new[]
            {
                verdict.Lost.Count > 0 ? "lost" : "",
                verdict.Doubled.Count > 0 ? "doubled" : "",
                verdict.Wrong.Count > 0 ? "wrong" : "",
            }.Where(word => word.Length > 0)
        );
}
