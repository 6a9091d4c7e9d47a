using Dispatcher.Emulator.Model;

namespace Dispatcher.Campaign;

/// <summary>How large a campaign is, and where its randomness starts.</summary>
internal sealed record CampaignSettings
{
    /// <summary>Events, faults, kills and redeliveries are drawn from it. What meets what is up to the machine's
    /// scheduling.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>At least so many calls of the function, redeliveries included; in batches, so many events.</summary>
    public int Deliveries { get; init; } = 20_000;

    /// <summary>How often a process is killed (SIGKILL).</summary>
    public int Kills { get; init; } = 200;

    /// <summary>After each round the services forget every retry token, and the dead letters are put through
    /// again.</summary>
    public int Rounds { get; init; } = 4;

    /// <summary>How often the redrive of a round is killed before it may come to its end.</summary>
    public int RedriveKills { get; init; } = 3;

    /// <summary>How many deliveries are under way at once; null for 24, and with batches for 4: a connector has one
    /// batch under way for each partition, and batches side by side take each other's time.</summary>
    public int? Senders { get; init; }

    /// <summary>How many events a batch has; 1 sends each alone.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>How many processes of the function there are; one event can be in several at once.</summary>
    public int Processes { get; init; } = 2;

    /// <summary>What the service answers to a retry token that it knows.</summary>
    public RetryTokenReplay Replay { get; init; }

    /// <summary>The function's program: the built one beside this command, or what TEST_FUNCTION_BINARY
    /// names.</summary>
    public string Function { get; init; } = FunctionPrograms.Default;

    /// <summary>The command that repeats this.</summary>
    public string Command =>
        $"dotnet run -c Release --project tools/Dispatcher.Campaign -- --seed {Seed} --deliveries "
        + $"{Deliveries} --kills {Kills} --rounds {Rounds}"
        + (Batch == 1 ? "" : $" --batch {Batch}")
        + $" --replay {FunctionPrograms.Word(Replay)}"
        + (Function == FunctionPrograms.Built ? "" : $" --function {Function}");
}
