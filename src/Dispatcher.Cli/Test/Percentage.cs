using System.Globalization;

namespace Dispatcher.Cli.Test;

/// <summary>Percentages, with at most one digit after the point, never rounded up to a number that was not
/// reached.</summary>
internal static class Percentage
{
    /// <summary>The value cut after one digit.</summary>
    public static double Cut(double percent) => Math.Floor(percent * 10) / 10;

    /// <summary>The value with its sign.</summary>
    public static string Text(double percent) => Cut(percent).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
