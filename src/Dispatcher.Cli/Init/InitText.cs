using System.Collections.Immutable;
using Dispatcher.Cli.Console;
using Spectre.Console;

namespace Dispatcher.Cli.Init;

/// <summary>What <c>init</c> wrote, and what to do next.</summary>
internal static class InitText
{
    /// <summary>Writes it.</summary>
    public static void Write(IAnsiConsole console, string folder, ImmutableArray<TemplateFile> files)
    {
        foreach (TemplateFile file in files)
            new Line().Add(Path.Join(folder, file.Path), Styles.Name).Write(console);
        console.WriteLine();
        new Line().Add("README.md there says how it is used; `bash check` tries the example.").Write(console);
    }
}
