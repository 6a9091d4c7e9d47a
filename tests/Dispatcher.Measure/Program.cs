using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Dispatcher.Contract;
using Dispatcher.Measure;

var subjects = new Argument<string[]>("SUBJECT")
{
    Description = "What to measure: a target of the Dockerfile, whose root folder is put together first, or the path of a published function with routes/ beside it.",
    DefaultValueFactory = _ => ["oracle", "native"],
};
var starts = new Option<int>("--starts") { Description = "How often each is started.", DefaultValueFactory = _ => 20 };
var events = new Option<int>("--events") { Description = "How many events each process gets after its first one.", DefaultValueFactory = _ => 400 };
var folder = new Option<string?>("--folder") { Description = "Where the images' root folders are kept; one that is there already is measured as it is." };
var command = new RootCommand("Measures the function under the Fn contract: cold start, warm latency, memory, size. Prints a table in Markdown.") { subjects, starts, events, folder };
command.SetAction(async (parsed, stop) =>
{
    var owned = new List<IDisposable>();
    try
    {
        var measured = new List<(Subject Subject, List<Figures> Figures)>();
        foreach (string what in parsed.GetRequiredValue(subjects))
        {
            Console.Error.WriteLine($"{what}: getting it ready");
            measured.Add((Subject.Find(what, parsed.GetValue(folder) is { } kept ? Path.GetFullPath(kept) : null, owned), []));
        }

        // In turn, so that a busy moment of the machine hits all of them.
        await using var service = new ScriptedService(Reply.Json(201, """{"key":"k1","name":"n","status":"NOT_STARTED"}"""));
        for (int n = 0; n < parsed.GetValue(starts); n++)
        {
            stop.ThrowIfCancellationRequested();
            Console.Error.WriteLine($"start {n + 1} of {parsed.GetValue(starts)}");
            foreach ((Subject subject, List<Figures> figures) in measured)
                figures.Add(await Figures.MeasureAsync(subject, service, n, parsed.GetValue(events)));
        }

        foreach (string line in Table.Lines(measured))
            Console.WriteLine(line);
        string load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"\n{parsed.GetValue(starts)} starts each, {parsed.GetValue(events)} events after each first one; median (least to most). {Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, load average {load}."));
        return 0;
    }
    finally
    {
        foreach (IDisposable gone in owned)
            gone.Dispose();
    }
});
return await command.Parse(args).InvokeAsync();
