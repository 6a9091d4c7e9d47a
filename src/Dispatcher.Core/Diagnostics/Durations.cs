using System.Globalization;

namespace Dispatcher.Diagnostics;

/// <summary>Durations as people write them: <c>90s</c>, <c>10m</c>, <c>6h</c>, <c>2d</c>.</summary>
/// <remarks>sweep-v1. Settings, control calls, options and route files are read here.</remarks>
public static class Durations
{
    /// <summary>What to write, for messages.</summary>
    public const string Form = "a whole number and s, m, h or d: 90s, 10m, 6h, 2d";

    // A hundred years: a longer one is a slip, and would overflow somewhere.
    private const long MostSeconds = 100L * 366 * 86_400;

    /// <summary>The duration, or null when the text is not one.</summary>
    public static TimeSpan? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        long unit = text is [.., var last]
            ? last switch
            {
                's' => 1,
                'm' => 60,
                'h' => 3_600,
                'd' => 86_400,
                _ => 0,
            }
            : 0;
        return
            unit > 0
            && long.TryParse(
                text.AsSpan(0, text.Length - 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out long n
            )
            && n <= MostSeconds / unit
            ? TimeSpan.FromSeconds(n * unit)
            : null;
    }

    /// <summary>The shortest text of a duration of whole seconds.</summary>
    public static string Text(TimeSpan duration)
    {
        long seconds = (long)duration.TotalSeconds;
        (long size, char letter) = seconds switch
        {
            0 => (1, 's'),
            _ when seconds % 86_400 == 0 => (86_400, 'd'),
            _ when seconds % 3_600 == 0 => (3_600, 'h'),
            _ when seconds % 60 == 0 => (60, 'm'),
            _ => (1, 's'),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / size}{letter}");
    }
}
