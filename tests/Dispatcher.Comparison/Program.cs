using System.Globalization;
using Dispatcher.Comparison;
using Dispatcher.Emulator;

// dotnet run -c Release --project tests/Dispatcher.Comparison -- [starts|routes|concurrency|all] [STARTS] [EVENTS]
// The subjects are what `.ci/figures` publishes and installs; those that are not there are left out.
string what = args.Length > 0 ? args[0] : "all";
int starts = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20;
int events = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 500;
string root = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(root, "Dispatcher.sln")))
    root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("run it inside the repository");
IReadOnlyList<Subject> subjects = Subject.In(root);
if (subjects.Count == 0 || what is not ("all" or "starts" or "routes" or "concurrency"))
    return 2;

string folder = Directory.CreateTempSubdirectory("comparison-").FullName;
try
{
    await using OciEmulator emulator = await OciEmulator.StartAsync(new EmulatorOptions { AcceptAnyTask = true, LoggedRequests = 0 });
    var environment = new Dictionary<string, string>(emulator.FunctionEnvironment(folder)) { ["DISPATCHER_ROUTES"] = Path.Combine(root, "routes") };
    var tables = new Tables(subjects, emulator, environment);
    if (what is "all" or "starts")
        await tables.StartsAsync(starts, events);
    if (what is "all" or "routes")
        await tables.RoutesAsync(starts, [10, 100, 1_000, 10_000, 20_000]);
    if (what is "all" or "concurrency")
        await tables.ConcurrencyAsync(4 * events, [1, 2, 4, 8, 16, 32, 64, 128]);
    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
