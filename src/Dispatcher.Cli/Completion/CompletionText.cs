using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Completion;

/// <summary>The scripts that teach a shell the commands and options.</summary>
/// <remarks>They ask the command itself (<c>[suggest:POSITION]</c>), so that they never go stale.</remarks>
internal static class CompletionText
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

    /// <summary>The script for <c>bash</c>, <c>zsh</c> or <c>powershell</c>.</summary>
    public static string For(string shell) =>
        shell switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => PowerShell,
        };

    /// <summary>Writes the script.</summary>
    public static void Write(Terminal terminal, string shell) => terminal.Out.WriteLine(For(shell));
}
