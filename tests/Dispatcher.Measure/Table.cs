using System.Globalization;

namespace Dispatcher.Measure;

/// <summary>The figures as Markdown: a row for each figure, a column for each subject, each with median, least and most.</summary>
internal static class Table
{
    private static readonly (string Name, Func<Figures, double> Of)[] Rows =
    [
        ("start to socket, ms", figures => figures.ToSocket),
        ("start to first task run, ms", figures => figures.ToFirstRun),
        ("processor time of that, ms", figures => figures.Processor),
        ("warm, p50, ms", figures => figures.Median),
        ("warm, p99, ms", figures => figures.Percentile99),
        ("peak memory after the first task run, MB", figures => figures.PeakAfterFirst),
        ("peak memory at the end, MB", figures => figures.Peak),
    ];

    public static IEnumerable<string> Lines(IReadOnlyList<(Subject Subject, List<Figures> Figures)> measured)
    {
        yield return $"| | {string.Join(" | ", measured.Select(column => $"`{column.Subject.Name}`"))} |";
        yield return $"|---|{string.Concat(measured.Select(_ => "---|"))}";
        foreach ((string name, Func<Figures, double> of) in Rows)
            yield return $"| {name} | {string.Join(" | ", measured.Select(column => Spread(column.Figures.Select(of))))} |";
        yield return $"| published | {string.Join(" | ", measured.Select(column => column.Subject.Size))} |";
    }

    private static string Spread(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2]:F1} ({sorted[0]:F1} to {sorted[^1]:F1})");
    }
}
