using System.Globalization;
using Dispatcher.Cli.Console;
using Spectre.Console;

namespace Dispatcher.Cli.Runs;

/// <summary>How many, and the first few.</summary>
internal sealed class Tally
{
    private const int Shown = 3;

    /// <summary>How many.</summary>
    public long Count { get; private set; }

    /// <summary>The first three names in ordinal order: pages of a listing come in any.</summary>
    public List<string> Sample { get; } = new(Shown);

    /// <summary>Counts a name under a key.</summary>
    public static void Add(SortedDictionary<string, Tally> tallies, string key, string name)
    {
        if (!tallies.TryGetValue(key, out Tally? tally))
            tallies.Add(key, tally = new());
        tally.Count++;
        tally.Keep(name);
    }

    private void Keep(string name)
    {
        if (Sample.Count == Shown && string.CompareOrdinal(name, Sample[^1]) >= 0)
            return;
        int at = Sample.BinarySearch(name, StringComparer.Ordinal);
        Sample.Insert(at < 0 ? ~at : at, name);
        if (Sample.Count > Shown)
            Sample.RemoveAt(Shown);
    }

    /// <summary>Writes tallies as text, the largest first; nothing where there is none.</summary>
    public static void Write(IAnsiConsole console, string title, SortedDictionary<string, Tally> tallies, Style style)
    {
        if (tallies.Count == 0)
            return;
        console.WriteLine();
        new Line().Add(title, Styles.Faint).Write(console);
        foreach ((string key, Tally tally) in tallies.OrderByDescending(pair => pair.Value.Count))
        {
            new Line()
                .Add($"{Number(tally.Count), 11}  ", style)
                .Add(key, Styles.Name)
                .Add("  " + string.Join("  ", tally.Sample), Styles.Faint)
                .Add(tally.Count > tally.Sample.Count ? "  …" : "", Styles.Faint)
                .Write(console);
        }
    }

    /// <summary>A count for people.</summary>
    public static string Number(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
