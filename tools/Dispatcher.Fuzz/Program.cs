using System.Diagnostics;
using System.Globalization;
using Dispatcher.Fuzz;

// dispatcher-fuzz [COUNT] [SEED]: mutated events and route files through the core, and a hundredth as many hostile
// texts through every output format of the command. Exits with 1 when one makes something throw, when one takes more
// than 50 ms of processor time, when memory grows, or when an output does not parse or acts on a terminal or a runner.
int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20_000;
int seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
var fuzzer = new Fuzzer(Seeds.All()) { Limit = TimeSpan.FromMilliseconds(50) };
using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};

// warm: what is compiled and cached once does not count as growth
fuzzer.Run(seed + 1, 2_000, cancellationToken: interrupted.Token);
long before = Settled();
long start = Stopwatch.GetTimestamp();
bool terminal = !Console.IsErrorRedirected;
FuzzReport report = fuzzer.Run(
    seed,
    count,
    done =>
    {
        if (terminal)
            Console.Error.Write($"\r{done:N0} of {count:N0}");
    },
    interrupted.Token
);
double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
long growth = Settled() - before;
IReadOnlyList<string> outputs = await OutputFuzzer.RunAsync(seed, count / 100);

Console.WriteLine(
    string.Create(
        CultureInfo.InvariantCulture,
        $"""

        seed {seed}
        events       {report.Events, 10:N0}   object events {report.EventsRead:N0}
        route files  {report.RouteFiles, 10:N0}   loaded        {report.RouteFilesLoaded:N0}
        time         {seconds, 10:N1} s
        kept         {report.Kept, 10:N0}   accepted inputs that made the core say something new
        slowest      {report.Slowest.TotalMilliseconds, 10:N1} ms of processor time, limit {fuzzer.Limit!.Value.TotalMilliseconds:N0}
        growth       {growth / 1024, 10:N0} KiB
        failures     {report.Failures.Count, 10:N0}
        outputs      {count / 100, 10:N0}   inputs through every format, failures {outputs.Count:N0}
        """
    )
);
if (report.Failures.Count > 0)
{
    // Once it is mended, an input joins those of Dispatcher.Core.Tests/Fuzzing/corpus.
    string folder = Directory.CreateTempSubdirectory("fuzz-").FullName;
    foreach ((int n, (byte[] input, string what)) in report.Failures.Index())
    {
        string file = Path.Combine(folder, $"{n}.txt");
        File.WriteAllBytes(file, input);
        Console.WriteLine($"{file}: {what}\n");
    }
}

foreach (string failure in outputs)
    Console.WriteLine(failure);
return report.Failures.Count > 0 || outputs.Count > 0 || growth > 16 * 1024 * 1024 ? 1 : 0;

static long Settled()
{
    for (int i = 0; i < 3; i++)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    return GC.GetTotalMemory(forceFullCollection: true);
}
