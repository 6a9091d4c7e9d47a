using System.Globalization;

namespace Dispatcher.Measure;

/// <summary>Several measurements of one thing.</summary>
internal static class Spread
{
    /// <summary>The middle one.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>Median, least and most: <c>1.2 (1.0 to 3.4)</c>.</summary>
    public static string Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        // What a median of a few tenths is needs its hundredths.
        string form = Median(sorted) < 10 ? "F2" : "F1";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Median(sorted).ToString(form, null)} ({sorted[0].ToString(form, null)} to "
                + $"{sorted[^1].ToString(form, null)})"
        );
    }
}
