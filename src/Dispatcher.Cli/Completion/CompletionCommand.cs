using System.CommandLine;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Completion;

/// <summary><c>completion</c>: a script that teaches a shell the commands and options.</summary>
/// <remarks>The scripts ask the command itself (<c>[suggest:POSITION]</c>), so that they never go stale.</remarks>
internal static class CompletionCommand
{
    private const string Bash = """
        # dispatcher completion for bash; load it with: source <(dispatcher completion bash)
        _dispatcher_complete() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("$1" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _dispatcher_complete dispatcher
        """;

    private const string Zsh = """
        # dispatcher completion for zsh; load it with: source <(dispatcher completion zsh)
        _dispatcher_complete() {
          local -a words_found
          words_found=("${(@f)$("${words[1]}" "[suggest:${#LBUFFER}]" "${LBUFFER}" 2>/dev/null)}")
          words_found=(${words_found:#})
          if (( ${#words_found} )); then compadd -- "${words_found[@]}"; else _files; fi
        }
        compdef _dispatcher_complete dispatcher
        """;

    private const string PowerShell = """
        # dispatcher completion for PowerShell; load it with: dispatcher completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName dispatcher -ScriptBlock {
          param($wordToComplete, $commandAst, $cursorPosition)
          dispatcher "[suggest:$cursorPosition]" "$commandAst" 2>$null |
            Where-Object { $_ -like "$wordToComplete*" } |
            ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    /// <summary>The command.</summary>
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
        string script = shell switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => PowerShell,
        };
        terminal.Out.WriteLine(
            format == "json"
                ? JsonText.Compact(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("shell", shell);
                    json.WriteString("script", script);
                    json.WriteEndObject();
                })
                : script
        );
        return ExitCode.Done;
    }
}
