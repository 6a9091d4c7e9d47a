using System.Diagnostics;
using Dispatcher.Campaign.Events;
using Dispatcher.Campaign.Faults;
using Dispatcher.Campaign.Judging;
using Dispatcher.Campaign.Sending;

namespace Dispatcher.Campaign;

/// <summary>Thousands of events through real processes of the function while services fail and processes are killed;
/// then the dead letters are put through again, and everything is counted.</summary>
internal static class FaultCampaign
{
    private const int SingleEventSenders = 24,
        BatchSenders = 4;

    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(15);

    /// <summary>Runs a campaign.</summary>
    /// <param name="settings">How large.</param>
    /// <param name="tell">Told what it is doing; null for nobody.</param>
    /// <param name="stopping">Ctrl-C.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> was cancelled.</exception>
    public static async Task<CampaignReport> RunAsync(
        CampaignSettings settings,
        Action<string>? tell = null,
        CancellationToken stopping = default
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        long start = Stopwatch.GetTimestamp();
        await using Cloud cloud = await Cloud.StartAsync(settings.Replay, stopping).ConfigureAwait(false);
        var environment = new Dictionary<string, string>(cloud.FunctionEnvironment, StringComparer.Ordinal)
        {
            ["DISPATCHER_ROUTES"] = $"oci://{Cloud.Routes}@emulated/",
            ["DISPATCHER_REFRESH_SECONDS"] = "1",
            ["DISPATCHER_DEAD_LETTER"] = Cloud.DeadLetters,
        };
        var clocks = new Clocks(cloud.Folder, settings.Processes);
        await using var fleet = new Fleet(
            settings.Function,
            cloud.Folder,
            environment,
            clocks,
            settings.Processes,
            stopping
        );
        var ledger = new Ledger();
        var maker = new EventMaker(settings.Seed);
        var sender = new Sender(fleet, maker, ledger, settings.Seed + 1);
        var batches = new BatchSender(fleet, maker, ledger, settings.Batch, settings.Seed + 1);
        Func<int, int, CancellationToken, Task> send = settings.Batch == 1 ? sender.RoundAsync : batches.RoundAsync;
        Func<int> progress = settings.Batch == 1 ? () => ledger.Deliveries : () => batches.Batched;
        var weather = new Weather(cloud, clocks, settings.Seed + 2);
        var freezer = new Freezer(fleet, settings.Seed + 5);
        var redrive = new Redrive(cloud, settings.Seed + 3);
        Task killing = new Killer(fleet, progress, settings.Kills, settings.Deliveries, settings.Seed + 4).KillAsync(
            stopping
        );

        int senders = settings.Senders ?? (settings.Batch == 1 ? SingleEventSenders : BatchSenders);
        var verdicts = new List<Verdict>();
        int overtaken = 0;
        for (int round = 1; round <= settings.Rounds; round++)
        {
            int upTo = (int)((long)settings.Deliveries * round / settings.Rounds);
            string step = $"round {round} of {settings.Rounds}";
            await UnderAsync(
                    weather,
                    freezer,
                    () => WatchedAsync(send(upTo, senders, stopping), () => Tell(step)),
                    stopping
                )
                .ConfigureAwait(false);
            Found before = Look(cloud);
            overtaken += before.OvertakenOf(ledger.Events.Values);
            verdicts.Add(Verdict.BeforeRedrive(ledger.Events.Values, before));

            // From here on only the look-up protects: as after a day, when the service has forgotten the tokens.
            cloud.Emulator.DataIntegration.ForgetRetryTokens();
            tell?.Invoke($"{step}: redriving");
            await UnderAsync(
                    weather,
                    freezer,
                    () => redrive.InterruptedAsync(settings.RedriveKills, stopping),
                    stopping
                )
                .ConfigureAwait(false);
            await redrive.ToItsEndAsync(stopping).ConfigureAwait(false);
            verdicts.Add(Verdict.AfterRedrive(ledger.Events.Values, Look(cloud)));
        }

        await killing.ConfigureAwait(false);
        return new CampaignReport
        {
            Settings = settings,
            Time = Stopwatch.GetElapsedTime(start),
            Ledger = ledger,
            Weather = weather,
            Clocks = clocks,
            Redrive = redrive,
            Kills = fleet.Kills,
            Freezes = fleet.Freezes,
            Unread = fleet.Unread,
            Died = fleet.Died,
            Faults = cloud.Emulator.Faults.InjectedFaults(),
            Replays = cloud.Emulator.DataIntegration.Replays,
            Found = Look(cloud),
            Overtaken = overtaken,
            Verdicts = verdicts,
        };

        void Tell(string step) =>
            tell?.Invoke(
                $"{step}: {progress():N0} of {settings.Deliveries:N0} sent, {ledger.Deliveries:N0} deliveries, "
                    + $"{fleet.Kills} kills, {cloud.Emulator.DataIntegration.RunCount:N0} runs"
            );
    }

    // Says at the beginning and every few seconds how far it is.
    private static async Task WatchedAsync(Task work, Action tell)
    {
        do
        {
            tell();
            await Task.WhenAny(work, Task.Delay(BetweenReports)).ConfigureAwait(false);
        } while (!work.IsCompleted);

        await work.ConfigureAwait(false);
    }

    private static Found Look(Cloud cloud) => Found.In(cloud.Emulator, Redrive.Prefix, Redrive.Done);

    private static async Task UnderAsync(Weather weather, Freezer freezer, Func<Task> work, CancellationToken stopping)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task blowing = Task.WhenAll(weather.BlowAsync(over.Token), freezer.FreezeAsync(over.Token));
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await blowing.ConfigureAwait(false);
        }

        // What a slow service was asked is done although nobody waits for it any more.
        await Task.Delay(FaultCatalogue.Longest + TimeSpan.FromMilliseconds(500), stopping).ConfigureAwait(false);
    }
}
