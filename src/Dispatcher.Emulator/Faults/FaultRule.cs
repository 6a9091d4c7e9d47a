using Dispatcher.Emulator.Model;

namespace Dispatcher.Emulator.Faults;

/// <summary>A fault and the condition for its injection.</summary>
/// <param name="Fault">The fault to inject.</param>
public sealed record FaultRule(Fault Fault)
{
    /// <summary>The operation (see <see cref="Operations"/>); null for any.</summary>
    public string? Operation { get; init; }

    /// <summary>A further condition on the request; null for no condition.</summary>
    public Func<ReceivedRequest, bool>? When { get; init; }

    /// <summary>How many matching requests succeed first: with 2, the third fails.</summary>
    public int After { get; init; }

    /// <summary>The maximum number of faults; null for no limit.</summary>
    public int? Times { get; init; }

    /// <summary>The share of matching requests that fail, 0 to 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>The random seed for <see cref="Probability"/>.</summary>
    public int Seed { get; init; }
}
