using System.Diagnostics;
using System.Globalization;
using Dispatcher.BackfillBench;

// dotnet run -c Release --project bench/Dispatcher.BackfillBench -- [OBJECTS] [DISPATCHER]
// Plans a backfill of one emulated bucket, and looks for gaps: 99 of 100 runs are there.
// Emulator and command are processes of their own, so that the command's memory is
// measured alone; the machine's processors are shared by both, and what the emulator takes is shown too. The emulator
// is warm: a first listing is not measured. DISPATCHER is another program than the one this was built with: releases
// have a native one (`dotnet publish src/Dispatcher.Cli -c Release -r linux-x64 -o artifacts/command`).
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
    using (Process first = Backfill(["--limit", "5000"]))
        await first.StandardOutput.ReadToEndAsync();
    (int code, double plan) = await MeasureAsync("plan", []);
    (_, double gaps) = await MeasureAsync("gaps", ["--gaps"]);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"gaps / plan {gaps / plan, 8:f2}"));
    return code;

    async Task<(int Code, double Seconds)> MeasureAsync(string what, string[] further)
    {
        (long listed, long runs) = await RequestsAsync();
        bucket.Refresh();
        TimeSpan served = bucket.TotalProcessorTime;
        long begun = Stopwatch.GetTimestamp();
        using Process backfill = Backfill(further);
        Task<string> reading = backfill.StandardOutput.ReadToEndAsync();
        (TimeSpan processor, long peak) = Watch(backfill);
        double wall = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        bucket.Refresh();
        served = bucket.TotalProcessorTime - served;
        int lines = (await reading).Count(letter => letter == '\n');
        (long listedNow, long runsNow) = await RequestsAsync();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {what}: {objects:#,0} names, {lines:#,0} line(s) of JSON; {Environment.ProcessorCount} processors
                wall clock      {wall, 8:f1} s   {objects / wall, 10:#,0} names/s
                processor time  {processor.TotalSeconds, 8:f1} s   of the command alone
                                {served.TotalSeconds, 8:f1} s   of the emulator
                peak memory     {peak / 1e6, 8:f0} MB  of the command alone
                requests        {listedNow - listed, 8:#,0} ListObjects, {runsNow - runs:#,0} ListTaskRuns
                """
            )
        );
        return (backfill.ExitCode, wall);
    }

    Process Backfill(string[] further) =>
        Start(
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
                .. further,
            ]
        );

    async Task<(long Listed, long Runs)> RequestsAsync()
    {
        await bucket.StandardInput.WriteLineAsync();
        await bucket.StandardInput.FlushAsync();
        string[] counts = (await bucket.StandardOutput.ReadLineAsync())!.Split(' ');
        return (
            long.Parse(counts[0], CultureInfo.InvariantCulture),
            long.Parse(counts[1], CultureInfo.InvariantCulture)
        );
    }
}
finally
{
    bucket.Kill();
}

static Process Start(string program, IEnumerable<string> arguments) =>
    Process.Start(
        new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true }
    ) ?? throw new InvalidOperationException($"{program} does not start");

// What a process took is known only while it is there: the last look counts. A look takes time of the processors that
// are measured, so there are few.
static (TimeSpan Processor, long Peak) Watch(Process process)
{
    (TimeSpan Processor, long Peak) last = default;
    while (!process.WaitForExit(TimeSpan.FromMilliseconds(50)))
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
