using System.Collections.Immutable;
using System.Globalization;
using Dispatcher.Diagnostics;
using Dispatcher.Events;

namespace Dispatcher.Runtime.Settings;

/// <summary>How a sweep looks, and what it may start.</summary>
/// <remarks>sweep-v1; docs/sweep.md says how to choose them.</remarks>
public sealed record SweepSettings
{
    private const string SinceKey = "DISPATCHER_SWEEP_SINCE",
        SettleKey = "DISPATCHER_SWEEP_SETTLE",
        EveryKey = "DISPATCHER_SWEEP_EVERY",
        MaxRunningKey = "DISPATCHER_SWEEP_MAX_RUNNING";

    /// <summary>The configuration keys that set them.</summary>
    public static ImmutableArray<string> Keys { get; } = [SinceKey, SettleKey, EveryKey, MaxRunningKey];

    /// <summary>How far back it looks.</summary>
    public TimeSpan Since { get; init; } = TimeSpan.FromDays(2);

    /// <summary>How old an object must be: its own event may be on its way.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The distance of the schedule.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How many of the runs that one sweep starts may be unfinished at once.</summary>
    public int MaxRunning { get; init; } = 4;

    /// <summary>The most that <see cref="Every"/> may be.</summary>
    public static TimeSpan LongestEvery { get; } = TimeSpan.FromDays(1);

    /// <summary>Reads the configuration.</summary>
    /// <param name="value">The value of a key; null for one that is not set.</param>
    /// <param name="problem">Called with everything that is wrong, with the key and what to write.</param>
    public static SweepSettings Read(Func<string, string?> value, Action<string> problem)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(problem);
        var usual = new SweepSettings();
        bool isGood = true;
        var read = new SweepSettings
        {
            Since = Duration(SinceKey, usual.Since),
            Settle = Duration(SettleKey, usual.Settle),
            Every = Duration(EveryKey, usual.Every),
            MaxRunning = Number(MaxRunningKey, usual.MaxRunning),
        };
        if (isGood && read.Problem is { } wrong)
            problem($"DISPATCHER_SWEEP_…: {wrong}");
        return read;

        TimeSpan Duration(string key, TimeSpan otherwise) =>
            value(key) is not { } text ? otherwise
            : Durations.Parse(text) is { } duration ? duration
            : Complain(key, text, Durations.Form, otherwise);
        int Number(string key, int otherwise) =>
            value(key) is not { } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int most)
            && most is > 0 and <= 1000
                ? most
            : Complain(key, text, "a whole number from 1 to 1000", otherwise);
        T Complain<T>(string key, string text, string form, T otherwise)
        {
            isGood = false;
            problem($"{key} is {Quote.Value(text)}; write {form}");
            return otherwise;
        }
    }

    /// <summary>What is wrong with the three durations together, as half a sentence; null when nothing is.</summary>
    public string? Problem =>
        Every <= TimeSpan.Zero || Every > LongestEvery ? $"`every` is {Durations.Text(Every)}; write 1s to 1d"
        : Since < Settle + Every
            ? $"`since` is {Durations.Text(Since)}, less than `settle` and `every` together "
                + $"({Durations.Text(Settle + Every)}): objects between two sweeps would never be looked at"
        : null;

    /// <summary>The settings with what a call says.</summary>
    public SweepSettings With(SweepCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return this with { Every = call.Every ?? Every, Since = call.Since ?? Since, Settle = call.Settle ?? Settle };
    }

    /// <summary>The slot whose ends are reported by a sweep at this time: the last one that is over, aligned to
    /// <see cref="Every"/>. A sweep in each slot reports each end once.</summary>
    /// <returns>The slot's beginning, and its end, which is the next one's beginning.</returns>
    public (DateTimeOffset From, DateTimeOffset To) Slot(DateTimeOffset now)
    {
        var to = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % Every.Ticks), TimeSpan.Zero);
        return (to - Every, to);
    }
}
