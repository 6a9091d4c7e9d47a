using System.CommandLine;
using System.Globalization;

namespace Dispatcher.Campaign.Soaking;

/// <summary><c>soak</c>: the load that one process holds.</summary>
internal static class SoakCommand
{
    private const int Shown = 10;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "soak",
            "Holds load on one process of the function, 1, 8, 32 and 128 events at once, and prints what "
                + "it did. Ends with 1 when an event failed or memory grew."
        );
        var seconds = new Option<double>("--seconds")
        {
            Description = "How long, for all levels together.",
            DefaultValueFactory = _ => 300,
        };
        var function = new Option<string>("--function")
        {
            Description = "The function's program; the built one, or what TEST_FUNCTION_BINARY names, when left out.",
            DefaultValueFactory = _ => FunctionPrograms.Default,
        };
        command.Add(seconds);
        command.Add(function);
        command.SetAction(
            (parsed, stopping) =>
                RunAsync(
                    Path.GetFullPath(parsed.GetValue(function)!),
                    TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                    stopping
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(string function, TimeSpan time, CancellationToken stopping)
    {
        Console.Out.WriteLine(
            $"{function}; {Environment.ProcessorCount} processors, which the emulator and the senders "
                + $"share; memory in MB"
        );
        Console.Out.WriteLine(
            $"{"at once", 7} {"events", 9} {"events/s", 9} {"p50 ms", 8} {"p99 ms", 8} {"failed", 7} "
                + $"{"RSS start", 10} {"end", 7} {"growth", 7} {"anonymous growth", 17}"
        );
        IReadOnlyList<SoakLevel> levels = await Soak.RunAsync(function, time, Print, stopping).ConfigureAwait(false);
        foreach (string failure in levels.SelectMany(level => level.Failures).Take(Shown))
            Console.Out.WriteLine($"failed: {failure}");
        return levels.All(level => level.IsGood) ? 0 : 1;
    }

    private static void Print(SoakLevel level) =>
        Console.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{level.AtOnce, 7} {level.Milliseconds.Length, 9:N0} {level.Rate, 9:N0} "
                    + $"{level.Percentile(0.5), 8:N1} {level.Percentile(0.99), 8:N1} {level.Failures.Count, 7} "
                    + $"{level.Memory[0].Resident, 10:N1} {level.Memory[^1].Resident, 7:N1} {level.Growth, 7:N1} "
                    + $"{level.AnonymousGrowth, 17:N1}"
            )
        );
}
