using System.CommandLine;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Completion;

/// <summary><c>completion</c>: a script that teaches a shell the commands and options.</summary>
internal static class CompletionCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("completion", "Prints a script that makes a shell complete commands and options.");
        var shell = new Argument<string>("shell") { Description = "Which shell: bash, zsh or powershell." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "powershell");
        Option<string> format = CommonOptions.NewFormat("text", "json");
        command.Add(shell);
        command.Add(format);
        command.SetAction(parsed => Run(terminal, parsed.GetValue(shell)!, parsed.GetValue(format)!));
        HelpExample.AddTo(command, "dispatcher completion bash");
        return command;
    }

    private static int Run(Terminal terminal, string shell, string format)
    {
        if (format == "json")
            CompletionOutput.Write(terminal, shell, CompletionText.For(shell));
        else
            CompletionText.Write(terminal, shell);
        return ExitCode.Done;
    }
}
