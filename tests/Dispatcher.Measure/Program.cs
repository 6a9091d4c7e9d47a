using System.Globalization;
using Dispatcher.Contract;
using Dispatcher.Measure;

// dotnet run -c Release --project tests/Dispatcher.Measure -- FUNCTION [STARTS] [EVENTS]
if (args is not [var binary, ..] || !File.Exists(binary))
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Dispatcher.Measure -- FUNCTION [STARTS] [EVENTS]");
    Console.Error.WriteLine("FUNCTION is the published process, with routes/ beside it; STARTS (20) cold starts, then EVENTS (500) warm ones in each.");
    return 2;
}

int starts = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20;
int events = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 500;

await using var service = new ScriptedService(Reply.Json(201, """{"key":"k1","name":"n","status":"NOT_STARTED"}"""));
var runs = new List<Figures>();
for (int n = 0; n < starts; n++)
    runs.Add(await FunctionProcess.MeasureAsync(Path.GetFullPath(binary), service, n, events));

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
    {starts} starts, {events} events after each; medians (least to most)
    start to socket      {Figures.Spread(runs.Select(run => run.ToSocket))} ms
    start to first run   {Figures.Spread(runs.Select(run => run.ToFirstRun))} ms
    processor time of it {Figures.Spread(runs.Select(run => run.Processor))} ms
    warm, p50            {Figures.Spread(runs.Select(run => run.WarmMedian))} ms
    warm, p99            {Figures.Spread(runs.Select(run => run.WarmWorst))} ms
    peak memory, 1 event {Figures.Spread(runs.Select(run => run.PeakAfterFirst))} MB
    peak memory, at end  {Figures.Spread(runs.Select(run => run.Peak))} MB
    """));
return 0;
