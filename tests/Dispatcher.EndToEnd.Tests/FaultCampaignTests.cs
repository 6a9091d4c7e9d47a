using Dispatcher.Campaign;
using Dispatcher.Emulator.Model;
using Xunit.Abstractions;

namespace Dispatcher.EndToEnd.Tests;

/// <summary>The fault campaign's short form. The long one is <c>tools/Dispatcher.Campaign</c>; docs/reliability.md says
/// what they prove.</summary>
public sealed class FaultCampaignTests(ITestOutputHelper output)
{
    /// <summary>One seed that is always the same and one that never is; the report names it, and how to repeat
    /// it.</summary>
    public static TheoryData<int, string> Seeds =>
        new() { { 1, "ok" }, { Environment.TickCount & 0xFFFFFF, "conflict" } };

    [Fact]
    public async Task In_batches_nothing_is_lost_nothing_starts_twice_and_every_batch_is_settled()
    {
        CampaignReport report = await FaultCampaign.RunAsync(
            new CampaignSettings
            {
                Seed = 1,
                Batch = 20,
                Senders = 4,
                Deliveries = 200,
                Kills = 3,
                Rounds = 1,
                RedriveKills = 1,
            }
        );

        output.WriteLine(report.ToString());
        Assert.True(report.IsGood, report.ToString());
        Assert.True(
            report is { Kills: 3, Deliveries: >= 200 } && report.Found.Runs > 100,
            $"The campaign did too little.\n{report}"
        );
    }

    [Theory]
    [MemberData(nameof(Seeds), DisableDiscoveryEnumeration = true)]
    public async Task Nothing_is_lost_and_nothing_starts_twice(int seed, string replay)
    {
        CampaignReport report = await FaultCampaign.RunAsync(
            new CampaignSettings
            {
                Seed = seed,
                Replay = replay == "ok" ? RetryTokenReplay.SameRunAsOk : RetryTokenReplay.Conflict,
                Deliveries = 220,
                Kills = 3,
                Rounds = 1,
                RedriveKills = 1,
            }
        );

        output.WriteLine(report.ToString());
        Assert.True(report.IsGood, report.ToString());
        Assert.True(
            report is { Kills: 3, Deliveries: >= 220 } && report.Found.Runs > 100,
            $"The campaign did too little.\n{report}"
        );
    }
}
