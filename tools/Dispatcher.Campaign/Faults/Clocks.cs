using System.Globalization;

namespace Dispatcher.Campaign.Faults;

/// <summary>The wall clocks of the processes, each of which can be set while its process runs. libfaketime stands
/// between the process and the system; without it clocks stay right, and the report says so.</summary>
internal sealed class Clocks
{
    // Backwards by less than a call may take: with the clock further back than that, no process could know that its
    // deadline is past.
    private static readonly TimeSpan[] Jumps =
    [
        TimeSpan.FromSeconds(-20),
        TimeSpan.FromSeconds(-5),
        TimeSpan.FromSeconds(-1),
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(10),
    ];

    private readonly string[] files;

    /// <summary>Clocks that are right.</summary>
    /// <param name="folder">Where the files are that say how far a clock is ahead.</param>
    /// <param name="count">One for each place of a process.</param>
    public Clocks(string folder, int count)
    {
        files = [.. Enumerable.Range(0, count).Select(place => Path.Join(folder, $"clock-{place}"))];
        for (int place = 0; place < count; place++)
            Set(place, TimeSpan.Zero);
    }

    /// <summary>How often a clock was set forward.</summary>
    public int Forward { get; private set; }

    /// <summary>How often a clock was set back.</summary>
    public int Back { get; private set; }

    /// <summary>Whether libfaketime is installed.</summary>
    public static bool CanBeSet => Library is not null;

    private static string? Library { get; } =
        Directory.Exists("/usr/lib")
            ? Directory
                .EnumerateDirectories("/usr/lib", "*-linux-gnu")
                .Select(folder => Path.Join(folder, "faketime", "libfaketimeMT.so.1"))
                .FirstOrDefault(File.Exists)
            : null;

    /// <summary>What a process finds in its environment so that it has this clock.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentOf(int place) =>
        Library is null
            ? []
            : new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["LD_PRELOAD"] = Library,
                ["FAKETIME_TIMESTAMP_FILE"] = files[place],
                ["FAKETIME_NO_CACHE"] = "1",
                // Set clocks do not change what has passed.
                ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
                ["DONT_FAKE_MONOTONIC"] = "1",
                ["NO_FAKE_STAT"] = "1",
                // Else waits that end after a time return at once, and .NET's timers spin.
                ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
            };

    /// <summary>Sets each clock right, or sometimes wrong.</summary>
    public void Change(Random random)
    {
        for (int place = 0; place < files.Length; place++)
        {
            TimeSpan jump = random.Next(5) == 0 ? Jumps[random.Next(Jumps.Length)] : TimeSpan.Zero;
            if (CanBeSet)
                (Forward, Back) = (Forward + (jump > TimeSpan.Zero ? 1 : 0), Back + (jump < TimeSpan.Zero ? 1 : 0));
            Set(place, jump);
        }
    }

    /// <summary>Sets every clock right.</summary>
    public void Clear()
    {
        for (int place = 0; place < files.Length; place++)
            Set(place, TimeSpan.Zero);
    }

    // Whole at every moment: it is read at every look at the clock.
    private void Set(int place, TimeSpan ahead)
    {
        string written = files[place] + ".new";
        File.WriteAllText(written, string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalSeconds:+0;-0;+0}\n"));
        File.Move(written, files[place], overwrite: true);
    }
}
