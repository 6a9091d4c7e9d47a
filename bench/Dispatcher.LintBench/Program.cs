using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dispatcher.LintBench;

// dotnet run -c Release --project bench/Dispatcher.LintBench -- [ROUTES] [BUDGET] [SETS]
// SETS is what the names of the route sets begin with; all when left out. The budget is of the clock: beside other work
// a larger one shows the processor's time of the whole answer.
// Runs the whole command as a process of its own, so that start, loading, all checks and output are in the figures.
int routes = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
string budget = args.Length > 1 ? args[1] : "10";
string sets = args.Length > 2 ? args[2] : "";
string folder = Directory.CreateTempSubdirectory("lint-bench-").FullName;
try
{
    Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{routes} routes, {(long)routes * (routes - 1) / 2} pairs, --budget {budget}, "
                + $"{Environment.ProcessorCount} processors"
        )
    );
    Console.WriteLine("route set        wall s  processor s  peak MiB  overlaps  never fire  written  unknown");
    foreach (BenchSet set in BenchSet.All.Where(set => set.Name.StartsWith(sets, StringComparison.Ordinal)))
    {
        string file = Path.Join(folder, "routes.yaml");
        File.WriteAllText(file, set.Yaml(routes));
        Console.WriteLine(Measure(set.Name, file));
    }

    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

string Measure(string name, string file)
{
    var start = new ProcessStartInfo(
        "dotnet",
        [
            Path.Join(AppContext.BaseDirectory, "dispatcher.dll"),
            "lint",
            "--routes",
            file,
            "--budget",
            budget,
            "--format",
            "json",
            "--quiet",
        ]
    )
    {
        RedirectStandardOutput = true,
        RedirectStandardInput = true,
    };
    long begun = Stopwatch.GetTimestamp();
    using Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
    Task<JsonDocument> reading = JsonDocument.ParseAsync(process.StandardOutput.BaseStream);
    (TimeSpan processor, long peak) = Watch(process);
    double wall = Stopwatch.GetElapsedTime(begun).TotalSeconds;
    using JsonDocument json = reading.GetAwaiter().GetResult();
    ILookup<string, JsonElement> codes = json
        .RootElement.GetProperty("findings")
        .EnumerateArray()
        .ToLookup(finding => finding.GetProperty("code").GetString()!);
    return string.Create(
        CultureInfo.InvariantCulture,
        $"{name, -14} {wall, 8:f2} {processor.TotalSeconds, 12:f2} {peak, 9} {codes["RD508"].Count(), 9} "
            + $"{codes["RD509"].Count(), 11} {Enumerable.Range(520, 5).Sum(code => codes[$"RD{code}"].Count()), 8} "
            + $"{codes["RD511"].Count(), 8}"
    );
}

// What a process took is known only while it is there: the last look counts.
static (TimeSpan Processor, long PeakMiB) Watch(Process process)
{
    (TimeSpan Processor, long PeakMiB) last = default;
    while (!process.WaitForExit(TimeSpan.FromMilliseconds(5)))
    {
        try
        {
            process.Refresh();
            last = (process.TotalProcessorTime, Math.Max(last.PeakMiB, process.WorkingSet64 / 1024 / 1024));
        }
        catch (InvalidOperationException)
        {
            // It ended between the two.
        }
    }

    return last;
}
