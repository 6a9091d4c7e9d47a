using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Dispatcher.Measure;

var subjects = new Argument<string[]>("SUBJECT")
{
    Description =
        "What to measure: a target of the Dockerfile (oracle, native), whose root folder is put together "
        + "first; floor, a function that only signs and sends a constant body; node, the same job on the "
        + "Node FDK and OCI's Node SDK; or the path of a published function with routes/ beside it.",
    DefaultValueFactory = _ => ["oracle", "native"],
};
var tables = new Option<string[]>("--tables")
{
    Description = "Which tables; routes is about the first subject only.",
    DefaultValueFactory = _ => ["starts"],
    AllowMultipleArgumentsPerToken = true,
};
tables.AcceptOnlyFromAmong("starts", "routes", "concurrency", "batches");
var starts = new Option<int>("--starts") { Description = "How often each is started.", DefaultValueFactory = _ => 20 };
var events = new Option<int>("--events")
{
    Description =
        "How many events each process gets after its first one; four times as many at each level of concurrency, "
        + "six times as many at each size of a batch.",
    DefaultValueFactory = _ => 500,
};
var folder = new Option<string?>("--folder")
{
    Description = "Where what is built is kept; what is there already is measured as it is.",
};
var command = new RootCommand(
    "Measures whole functions under the Fn contract, beside each other. Prints tables in Markdown."
)
{
    subjects,
    tables,
    starts,
    events,
    folder,
};
command.SetAction(
    async (parsed, stop) =>
    {
        string kept = parsed.GetValue(folder) is { } given
            ? Path.GetFullPath(given)
            : Directory.CreateTempSubdirectory("measured-").FullName;
        try
        {
            var measured = new List<Subject>();
            foreach (string what in parsed.GetRequiredValue(subjects))
            {
                Console.Error.WriteLine($"{what}: getting it ready");
                measured.Add(Subject.Find(what, kept));
            }

            await using Platform platform = await Platform.StartAsync();
            foreach (string table in parsed.GetRequiredValue(tables))
            {
                if (table == "starts")
                    await StartsTable.WriteAsync(
                        platform,
                        measured,
                        parsed.GetValue(starts),
                        parsed.GetValue(events),
                        stop
                    );
                if (table == "routes")
                    await RoutesTable.WriteAsync(platform, measured[0], parsed.GetValue(starts), stop);
                if (table == "concurrency")
                    await ConcurrencyTable.WriteAsync(platform, measured, 4 * parsed.GetValue(events), stop);
                if (table == "batches")
                    await BatchTable.WriteAsync(platform, measured, 6 * parsed.GetValue(events), stop);
                Console.WriteLine();
            }

            string load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}, "
                        + $"{RuntimeInformation.OSDescription}, load average at the end {load}."
                )
            );
            return 0;
        }
        finally
        {
            if (parsed.GetValue(folder) is null)
                Directory.Delete(kept, recursive: true);
        }
    }
);
return await command.Parse(args).InvokeAsync();
