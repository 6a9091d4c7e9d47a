using Spectre.Console;

namespace Dispatcher.Cli.Console;

/// <summary>Makes the consoles that text is drawn on: coloured only on a terminal, and as wide as it needs elsewhere,
/// so that what is piped or compared has no line broken.</summary>
internal static class Screen
{
    private const int Elsewhere = 400,
        Unknown = 100,
        Least = 40;

    /// <summary>The console over standard output.</summary>
    public static IAnsiConsole Out(Terminal terminal) => For(terminal, terminal.Out, terminal.OutIsTerminal);

    /// <summary>The console over standard error.</summary>
    public static IAnsiConsole Error(Terminal terminal) => For(terminal, terminal.Error, terminal.ErrorIsTerminal);

    private static IAnsiConsole For(Terminal terminal, TextWriter writer, bool isTerminal)
    {
        bool colour = isTerminal && terminal.MayColour;
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = colour ? AnsiSupport.Yes : AnsiSupport.No,
                ColorSystem = colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
                Interactive = colour ? InteractionSupport.Yes : InteractionSupport.No,
                Out = new AnsiConsoleOutput(writer),
                Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            }
        );
        console.Profile.Width =
            !isTerminal ? Elsewhere
            : terminal.Width <= 0 ? Unknown
            : Math.Max(Least, terminal.Width);
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
