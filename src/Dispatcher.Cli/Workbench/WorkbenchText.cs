using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Workbench;

/// <summary>Where the page is, as a line of text.</summary>
internal static class WorkbenchText
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, Uri address) => terminal.Out.WriteLine(address.AbsoluteUri);
}
