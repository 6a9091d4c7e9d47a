using System.Diagnostics;
using System.Globalization;

namespace Dispatcher.Cli.Console;

/// <summary>One line on standard error that says how far it is: redrawn on a terminal, and elsewhere written now and
/// then.</summary>
internal sealed class ProgressLine(Terminal terminal, TextWriter notes)
{
    private const int Width = 24;
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(200),
        Elsewhere = TimeSpan.FromSeconds(10);
    private readonly long begun = Stopwatch.GetTimestamp();
    private TimeSpan shown = TimeSpan.MinValue;
    private bool drawn;

    /// <summary>Shows it when it is time.</summary>
    /// <param name="what">What is counted.</param>
    /// <param name="done">How many.</param>
    /// <param name="total">Of how many; null where that is not known.</param>
    /// <param name="tail">What else there is to say.</param>
    public void Show(string what, long done, long? total, string tail = "")
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begun);
        if (
            elapsed - (shown == TimeSpan.MinValue ? TimeSpan.Zero : shown)
            < (terminal.ErrorIsTerminal ? OnTerminal : Elsewhere)
        )
            return;
        shown = elapsed;
        string line = Line(what, done, total, elapsed) + tail;
        if (terminal.ErrorIsTerminal)
            notes.Write($"\r{line}\u001b[K");
        else
            notes.WriteLine(line);
        drawn = terminal.ErrorIsTerminal;
    }

    /// <summary>Ends the line, so that what comes next stands below it.</summary>
    public void End()
    {
        if (drawn)
            notes.WriteLine();
        drawn = false;
    }

    /// <summary>Bar, count, rate and time left.</summary>
    internal static string Line(string what, long done, long? total, TimeSpan elapsed)
    {
        double rate = elapsed > TimeSpan.Zero ? done / elapsed.TotalSeconds : 0;
        string speed = string.Create(CultureInfo.InvariantCulture, $"{rate:0.#}/s");
        if (total is not { } all || all <= 0)
            return string.Create(CultureInfo.InvariantCulture, $"{what} {done:#,0}  {speed}");
        int filled = (int)(Width * Math.Min(done, all) / all);
        TimeSpan left = rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, all - done) / rate) : TimeSpan.Zero;
        string time =
            done == 0
                ? ""
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {(int)left.TotalHours}:{left.Minutes:00}:{left.Seconds:00} left"
                );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{what} [{new string('█', filled)}{new string('░', Width - filled)}] {done:#,0} of {all:#,0}  "
                + $"{speed}{time}"
        );
    }
}
