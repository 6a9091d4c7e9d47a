using System.CommandLine;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Man;

/// <summary><c>man</c>: the manual pages. Hidden: it is for those who package the command, and for
/// <c>docs/man</c>.</summary>
internal static class ManCommand
{
    /// <summary>The command.</summary>
    /// <param name="terminal">The world around it.</param>
    /// <param name="root">Gives every command that has a page.</param>
    public static Command Create(Terminal terminal, Func<RootCommand> root)
    {
        var command = new Command("man", "Prints a manual page, made from the help: dispatcher man lint | man -l -")
        {
            Hidden = true,
        };
        var name = new Argument<string?>("command")
        {
            Description = "Whose page; the program's own when left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var folder = new Option<string?>("--out")
        {
            Description = "Write every page into this folder instead.",
            HelpName = "folder",
        };
        command.Add(name);
        command.Add(folder);
        command.SetAction(parsed =>
        {
            RootCommand all = root();
            if (parsed.GetValue(folder) is { } target)
                return WriteAll(terminal, target, all);
            string wanted = parsed.GetValue(name) ?? all.Name;
            Command[] pages = [.. ManText.PagesOf(all)];
            if (Array.Find(pages, page => page.Name == wanted) is not { } found)
                return UsageErrors.Report(
                    terminal,
                    parsed,
                    $"there is no command {Quote.Value(wanted)}; "
                        + Suggestion.Hint(wanted, pages.Select(page => page.Name), "`dispatcher --help` lists them")
                );
            terminal.Out.Write(ManText.Of(all, found));
            return ExitCode.Done;
        });
        HelpExample.AddTo(command, "dispatcher man lint");
        return command;
    }

    private static int WriteAll(Terminal terminal, string folder, RootCommand root)
    {
        foreach (Command page in ManText.PagesOf(root))
        {
            if (
                !TextFile.Write(
                    terminal,
                    "--out",
                    Path.Join(folder, ManText.NameOf(page) + ".1"),
                    ManText.Of(root, page)
                )
            )
                return ExitCode.Usage;
        }

        return ExitCode.Done;
    }
}
