using System.CommandLine;

namespace Dispatcher.Cli.Commands;

/// <summary><c>completion</c>: a script that teaches a shell the commands and options.</summary>
/// <remarks>The scripts ask the command itself (<c>[suggest:POSITION]</c>), so that they never go stale.</remarks>
internal static class CompletionCommand
{
    private const string Bash = """
        # dispatcher completion for bash; load it with: source <(dispatcher completion bash)
        _dispatcher_complete() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(dispatcher "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _dispatcher_complete dispatcher
        """;

    private const string Zsh = """
        # dispatcher completion for zsh; load it with: source <(dispatcher completion zsh)
        _dispatcher_complete() {
          local -a words_found
          words_found=("${(@f)$(dispatcher "[suggest:${#LBUFFER}]" "${LBUFFER}" 2>/dev/null)}")
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
        command.Add(shell);
        command.SetAction(parsed =>
        {
            terminal.Out.WriteLine(parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => PowerShell });
            return ExitCode.Done;
        });
        HelpExample.AddTo(command, "dispatcher completion bash");
        return command;
    }
}
