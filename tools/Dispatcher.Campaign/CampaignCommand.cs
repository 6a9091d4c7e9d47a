using System.CommandLine;

namespace Dispatcher.Campaign;

/// <summary>The command line.</summary>
internal static class CampaignCommand
{
    private static readonly CampaignSettings Defaults = new();

    /// <summary>The fault campaign, and below it the soak.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand(
            "Sends events through real processes of the function while faults are injected and processes "
                + "are killed, then counts what was lost and what started twice. Ends with 1 when anything was."
        );
        Option<int> seed = Number("--seed", Defaults.Seed, "Where the randomness starts.");
        Option<int> deliveries = Number(
            "--deliveries",
            Defaults.Deliveries,
            "At least so many calls, redeliveries included; with --batch, so many events in batches."
        );
        Option<int> kills = Number("--kills", Defaults.Kills, "How often a process is killed.");
        Option<int> rounds = Number(
            "--rounds",
            Defaults.Rounds,
            "After each, the services forget every retry token and the dead letters are redriven."
        );
        Option<int> batch = Number("--batch", Defaults.Batch, "How many events a batch has; 1 sends each alone.");
        var replay = new Option<string>("--replay")
        {
            Description =
                "What the service answers to a retry token that it knows: the run as 200, the run as 201, or 409.",
            DefaultValueFactory = _ => "ok",
        };
        replay.AcceptOnlyFromAmong([.. FunctionPrograms.Replays.Keys]);
        var function = new Option<string>("--function")
        {
            Description = "The function's program; the built one, or what TEST_FUNCTION_BINARY names, when left out.",
            DefaultValueFactory = _ => FunctionPrograms.Default,
        };
        foreach (Option option in (ReadOnlySpan<Option>)[seed, deliveries, kills, rounds, batch, replay, function])
            root.Add(option);
        root.Add(Soaking.SoakCommand.Create());
        root.SetAction(
            async (parsed, stopping) =>
            {
                CampaignReport report = await FaultCampaign
                    .RunAsync(
                        new CampaignSettings
                        {
                            Seed = parsed.GetValue(seed),
                            Deliveries = parsed.GetValue(deliveries),
                            Kills = parsed.GetValue(kills),
                            Rounds = parsed.GetValue(rounds),
                            Batch = parsed.GetValue(batch),
                            Replay = FunctionPrograms.Replays[parsed.GetValue(replay)!],
                            Function = Path.GetFullPath(parsed.GetValue(function)!),
                        },
                        Console.Error.WriteLine,
                        stopping
                    )
                    .ConfigureAwait(false);
                Console.Out.WriteLine(report);
                return report.IsGood ? 0 : 1;
            }
        );
        return root;
    }

    private static Option<int> Number(string name, int otherwise, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (
                result.Tokens is [var given]
                && int.TryParse(given.Value, out int value)
                && value < (name is "--seed" or "--kills" ? 0 : 1)
            )
                result.AddError($"{name} {value}: write a larger number, {otherwise} for instance");
        });
        return option;
    }
}
