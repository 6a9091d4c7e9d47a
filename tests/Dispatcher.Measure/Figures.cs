using System.Globalization;

namespace Dispatcher.Measure;

/// <summary>One process's figures: times in milliseconds, memory in MB (10^6 bytes) of resident set.</summary>
internal sealed record Figures(double ToSocket, double ToFirstRun, double Processor, double WarmMedian, double WarmWorst, double PeakAfterFirst, double Peak)
{
    public static string Spread(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2],7:F1} ({sorted[0]:F1} to {sorted[^1]:F1})");
    }
}
