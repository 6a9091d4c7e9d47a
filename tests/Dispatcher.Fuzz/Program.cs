using System.Diagnostics;
using System.Globalization;
using Dispatcher.Fuzz;
using Dispatcher.Routes;

// dispatcher-fuzz [COUNT] [SEED]: mutated events and route files through the core. Exits with 1 when one makes something throw, when
// one takes more than 50 ms twice in a row, or when memory grows.
int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20_000;
int seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
string folder = Path.Combine(AppContext.BaseDirectory, "routes");
var fuzzer = new Fuzzer(Directory.EnumerateFiles(folder, "*.yaml").Select(path => new RouteFile(Path.GetFileName(path), File.ReadAllBytes(path))));
using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};

fuzzer.Run(seed + 1, 2_000, cancellationToken: interrupted.Token); // warm: what is compiled and cached once does not count as growth
long before = Settled();
long start = Stopwatch.GetTimestamp();
bool terminal = !Console.IsErrorRedirected;
FuzzReport report = fuzzer.Run(seed, count, done =>
{
    if (terminal)
        Console.Error.Write($"\r{done:N0} of {count:N0}");
}, interrupted.Token);
double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
long growth = Settled() - before;

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

    seed {seed}
    events       {report.Events,10:N0}   object events {report.EventsRead:N0}
    route files  {report.RouteFiles,10:N0}   loaded        {report.RouteFilesLoaded:N0}
    time         {seconds,10:N1} s
    slowest      {report.Slowest.TotalMilliseconds,10:N1} ms
    growth       {growth / 1024,10:N0} KiB
    failures     {report.Failures.Count,10:N0}
    """));
foreach ((byte[] input, string what) in report.Failures)
    Console.WriteLine($"{Convert.ToBase64String(input)}\n{what}\n");

// Another process may have had the processor: the slowest input is tried again by itself.
bool slow = report.Slowest.TotalMilliseconds > 50 && fuzzer.Replay(report.SlowestInput).TotalMilliseconds > 50;
if (slow)
    Console.WriteLine($"too slow: {Convert.ToBase64String(report.SlowestInput)}");
return report.Failures.Count > 0 || slow || growth > 16 * 1024 * 1024 ? 1 : 0;

static long Settled()
{
    for (int i = 0; i < 3; i++)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    return GC.GetTotalMemory(forceFullCollection: true);
}
