using System.Globalization;

namespace Dispatcher.Benchmarks.Matching;

/// <summary>The fast matcher against trying each route in turn, over many generated route sets and names near
/// them.</summary>
internal static class DifferCommand
{
    private const int EventsPerSet = 200,
        MostShown = 10;

    /// <summary>Compares; exits with 1 when something differs.</summary>
    /// <param name="args">How many names (1,000,000), and the first seed (1).</param>
    public static int Run(string[] args)
    {
        int names = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        int firstSeed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
        int sets = (names + EventsPerSet - 1) / EventsPerSet,
            differences = 0,
            done = 0;
        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            interrupted.Cancel();
        };
        for (; done < sets && differences < MostShown && !interrupted.IsCancellationRequested; done++)
        {
            if (!Console.IsErrorRedirected && done % 100 == 0)
                Console.Error.Write($"\r{(long)done * EventsPerSet:N0} of {names:N0}");
            if (MatchingDifference.Find(firstSeed + done, EventsPerSet) is not { } difference)
                continue;
            differences++;
            Console.WriteLine(difference);
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(long)done * EventsPerSet:N0} names over {done:N0} route sets, seeds from {firstSeed}: "
                    + $"{differences} differences"
            )
        );
        return differences == 0 ? 0 : 1;
    }
}
