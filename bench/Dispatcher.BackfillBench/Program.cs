using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dispatcher.BackfillBench;

// dotnet run -c Release --project bench/Dispatcher.BackfillBench -- [OBJECTS] [DISPATCHER]
// Plans a backfill of one emulated bucket. Emulator and command are processes of their own, so that the command's
// memory is measured alone; the machine's processors are shared by both. DISPATCHER is another program than the one
// this was built with, for instance a native one.
if (args is ["serve", var wanted])
    return await LargeBucket.ServeAsync(int.Parse(wanted, CultureInfo.InvariantCulture));

int objects = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
string[] command =
    args.Length > 1 ? [Path.GetFullPath(args[1])] : ["dotnet", Path.Join(AppContext.BaseDirectory, "dispatcher.dll")];

using Process bucket = Start(
    "dotnet",
    [Path.Join(AppContext.BaseDirectory, "backfill-bench.dll"), "serve", objects.ToString(CultureInfo.InvariantCulture)]
);
try
{
    string options = await bucket.StandardOutput.ReadLineAsync()
        ?? throw new InvalidOperationException("the emulator does not start");
    long begun = Stopwatch.GetTimestamp();
    using Process backfill = Start(
        command[0],
        [
            .. command.Skip(1),
            "backfill",
            "--bucket",
            LargeBucket.Name,
            "--format",
            "json",
            "--quiet",
            .. options.Split('\t'),
        ]
    );
    Task<JsonDocument> reading = JsonDocument.ParseAsync(backfill.StandardOutput.BaseStream);
    (TimeSpan processor, long peak) = Watch(backfill);
    double wall = Stopwatch.GetElapsedTime(begun).TotalSeconds;
    using JsonDocument plan = await reading;
    JsonElement root = plan.RootElement;
    Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {root.GetProperty("objects").GetInt64():#,0} names planned, {root.GetProperty(
                    "runs"
                ).GetInt64():#,0} runs, {root.GetProperty(
                    "routes"
                ).GetArrayLength()} routes; {Environment.ProcessorCount} processors
            wall clock      {wall, 8:f1} s   {objects / wall, 10:#,0} names/s
            processor time  {processor.TotalSeconds, 8:f1} s   of the command alone
            peak memory     {peak / 1e6, 8:f0} MB  of the command alone
            """
        )
    );
    return backfill.ExitCode == 0 && root.GetProperty("objects").GetInt64() == objects ? 0 : 1;
}
finally
{
    bucket.Kill();
}

static Process Start(string program, IEnumerable<string> arguments) =>
    Process.Start(
        new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true }
    ) ?? throw new InvalidOperationException($"{program} does not start");

// What a process took is known only while it is there: the last look counts.
static (TimeSpan Processor, long Peak) Watch(Process process)
{
    (TimeSpan Processor, long Peak) last = default;
    while (!process.WaitForExit(TimeSpan.FromMilliseconds(10)))
    {
        try
        {
            process.Refresh();
            last = (process.TotalProcessorTime, Math.Max(last.Peak, process.PeakWorkingSet64));
        }
        catch (InvalidOperationException)
        {
            // It ended between the two.
        }
    }

    return last;
}
