using System.Globalization;

namespace Dispatcher.Emulator.Wire;

/// <summary>Times as the services write them.</summary>
internal static class Times
{
    private const int MillisecondsEnd = 23; // of yyyy-MM-ddTHH:mm:ss.fffffffZ

    // A page of a listing has a thousand of them: a custom format took a sixteenth of the time of long listings.
    public static string Rfc3339(DateTimeOffset time) =>
        string.Concat(time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture).AsSpan(0, MillisecondsEnd), "Z");

    public static string Rfc1123(DateTimeOffset time) => time.UtcDateTime.ToString("r", CultureInfo.InvariantCulture);
}
