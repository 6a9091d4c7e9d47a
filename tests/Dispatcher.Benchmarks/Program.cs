using System.Globalization;
using Dispatcher.Benchmarks.Matching;

// dotnet run -c Release --project tests/Dispatcher.Benchmarks -- differ [NAMES] [SEED]
if (args is not ["differ", ..])
    return 2;

// Sets that nobody would write, and names near them: the fast matcher against trying each route in turn.
const int EventsPerSet = 200;
int names = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000;
int firstSeed = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1;
int sets = (names + EventsPerSet - 1) / EventsPerSet, differences = 0;
using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};
bool terminal = !Console.IsErrorRedirected;
int done = 0;
for (; done < sets && !interrupted.IsCancellationRequested; done++)
{
    if (terminal && done % 100 == 0)
        Console.Error.Write($"\r{(long)done * EventsPerSet:N0} of {names:N0}");
    if (MatchingDifference.Find(firstSeed + done, EventsPerSet) is not { } difference)
        continue;
    differences++;
    Console.WriteLine(difference);
    if (differences == 10)
        break;
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(long)done * EventsPerSet:N0} names over {done:N0} route sets, seeds from {firstSeed}: {differences} differences"));
return differences == 0 ? 0 : 1;
