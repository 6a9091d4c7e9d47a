namespace Dispatcher.Campaign.Soaking;

/// <summary>What one process did under so many events at once.</summary>
/// <param name="AtOnce">How many events were under way at any time.</param>
/// <param name="Time">How long.</param>
/// <param name="Milliseconds">How long each event took, in order of size.</param>
/// <param name="Failures">What events failed of.</param>
/// <param name="Memory">Samples, one a second.</param>
internal sealed record SoakLevel(
    int AtOnce,
    TimeSpan Time,
    double[] Milliseconds,
    IReadOnlyList<string> Failures,
    IReadOnlyList<ProcessMemory> Memory
)
{
    // A leak of a few hundred bytes an event is more than this within a minute; what the collector has not got round to
    // is less.
    private const double MostGrowth = 16;

    /// <summary>Events a second.</summary>
    public double Rate => Milliseconds.Length / Time.TotalSeconds;

    /// <summary>From the second quarter of the level to the last one, MB of the resident set: the first quarter is for
    /// what comes with the new level.</summary>
    public double Growth =>
        Median(Quarter(3), memory => memory.Resident) - Median(Quarter(1), memory => memory.Resident);

    /// <summary>The same of anonymous memory: the collector's heap, stacks and buffers, without mapped files.</summary>
    public double AnonymousGrowth =>
        Median(Quarter(3), memory => memory.Anonymous) - Median(Quarter(1), memory => memory.Anonymous);

    /// <summary>Whether nothing failed and memory did not grow.</summary>
    public bool IsGood => Failures.Count == 0 && Growth <= MostGrowth;

    /// <summary>The time that this share of the events took at most.</summary>
    public double Percentile(double share) =>
        Milliseconds.Length == 0
            ? 0
            : Milliseconds[Math.Min(Milliseconds.Length - 1, (int)(share * Milliseconds.Length))];

    private IEnumerable<ProcessMemory> Quarter(int n) =>
        Memory.Skip(Memory.Count * n / 4).Take(Math.Max(1, Memory.Count / 4));

    private static double Median(IEnumerable<ProcessMemory> samples, Func<ProcessMemory, double> of)
    {
        double[] sorted = [.. samples.Select(of).Order()];
        return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
    }
}
