using Dispatcher.Cli.Console;
using Dispatcher.Cli.Runs;
using Spectre.Console;

namespace Dispatcher.Cli.Publish;

/// <summary>What was published, for people: the place, the two versions, and a line for each file that
/// differs.</summary>
internal static class PublishText
{
    /// <summary>Writes it.</summary>
    public static void Write(Terminal terminal, string place, PublishRunner.Result result)
    {
        IAnsiConsole console = Screen.Out(terminal);
        new Line()
            .Add(
                result.Action.Word().PadRight(12),
                result.Action == PublishAction.Unchanged ? Styles.Faint : Styles.Good
            )
            .Add(place)
            .Write(console);
        new Line().Add("route set   ", Styles.Faint).Add(result.Set.RouteSet).Write(console);
        if (result.Before is { } before && result.Action != PublishAction.Unchanged)
            new Line().Add($"before      {before.RouteSet}", Styles.Faint).Write(console);
        Write(console, "added", result.Change.Added, Styles.Good);
        Write(console, "changed", result.Change.Changed, Styles.Odd);
        Write(console, "removed", result.Change.Removed, Styles.Bad);
        new Line()
            .Add($"files       {Tally.Number(result.Set.Files.Length)}", Styles.Faint)
            .Add($"  unchanged {Tally.Number(result.Change.Unchanged)}", Styles.Faint)
            .Write(console);
    }

    private static void Write(IAnsiConsole console, string what, IEnumerable<string> paths, Style style)
    {
        foreach (string path in paths)
            new Line().Add(what.PadRight(12), style).Add(path).Write(console);
    }
}
