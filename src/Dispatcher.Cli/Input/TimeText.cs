using System.Globalization;
using Dispatcher.Diagnostics;
using Dispatcher.Events;

namespace Dispatcher.Cli.Input;

/// <summary>A point in time on the command line: RFC 3339, or a day in UTC.</summary>
internal static class TimeText
{
    /// <summary>The time; null when the text is not one, and when there is no text.</summary>
    public static DateTimeOffset? Read(string? text) =>
        text is null
            ? null
            : EventTime.Parse(text)
                ?? (
                    DateTimeOffset.TryParseExact(
                        text,
                        "yyyy-MM-dd",
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.AssumeUniversal,
                        out DateTimeOffset day
                    )
                        ? day
                        : null
                );

    /// <summary>What is wrong with an option's text; null when nothing is.</summary>
    public static string? Problem(string option, string? text) =>
        text is not null && Read(text) is null
            ? $"{option} {Quote.Value(text)} is not a time; write for example 2026-11-23T00:00:00Z or 2026-11-23"
            : null;

    /// <summary>A time as people and <see cref="Read"/> write it, in UTC to the second.</summary>
    public static string Write(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
