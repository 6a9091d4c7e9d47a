using Dispatcher.Emulator.Model;

namespace Dispatcher.Emulator.Faults;

/// <summary>When a fault is injected.</summary>
/// <param name="Fault">What goes wrong.</param>
public sealed record FaultRule(Fault Fault)
{
    /// <summary>The operation (see <see cref="Operations"/>); null for any.</summary>
    public string? Operation { get; init; }

    /// <summary>What else must be true of the request; null for nothing.</summary>
    public Func<ReceivedRequest, bool>? When { get; init; }

    /// <summary>How many matching requests go through unharmed first: 2 makes the third one fail.</summary>
    public int After { get; init; }

    /// <summary>How many faults at the most; null for no end.</summary>
    public int? Times { get; init; }

    /// <summary>The share of matching requests that fail, 0 to 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Where the randomness of <see cref="Probability"/> starts.</summary>
    public int Seed { get; init; }
}
