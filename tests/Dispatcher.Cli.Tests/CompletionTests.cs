using System.Diagnostics;
using System.Text.Json;

namespace Dispatcher.Cli.Tests;

/// <summary>The completion scripts, each run by the shell it is for.</summary>
public sealed class CompletionTests
{
    private static string Folder => Path.GetDirectoryName(ProcessTests.Executable)!;

    [Theory]
    [InlineData("dispatcher comple", "completion")]
    [InlineData("dispatcher lint --bud", "--budget")]
    [InlineData("dispatcher completion z", "zsh")]
    public async Task Bash_completes(string line, string word)
    {
        string[] words = line.Split(' ');
        string script =
            $"source <(dispatcher completion bash); COMP_LINE='{line}'; COMP_POINT={line.Length}; "
            + $"COMP_WORDS=({line}); COMP_CWORD={words.Length - 1}; _dispatcher_complete dispatcher; echo "
            + $"\"${{COMPREPLY[@]}}\"";
        Assert.Equal(word, await RunAsync("bash", ["-c", script]));
    }

    // zsh completes in its line editor only: this types into one, over a terminal of its own, once it says that it
    // edits. What is typed before that can be lost, so the set-up is a file.
    [RequiresTheory("zsh")]
    [InlineData("dispatcher comple", "completion")]
    [InlineData("dispatcher lint --bud", "--budget")]
    public async Task Zsh_completes(string line, string word)
    {
        using var folder = new TemporaryFolder();
        folder.Write(
            ".zshrc",
            """
            autoload -Uz compinit; compinit -u -D
            source <(dispatcher completion zsh)
            zle-line-init() { print ready }
            zle -N zle-line-init
            """
        );
        string script = $$"""
            zmodload zsh/zpty
            export ZDOTDIR='{{folder.Path}}'
            zpty shell zsh -d -i
            zpty -r shell text '*ready*'
            zpty -w -n shell $'{{line}}\t'
            zpty -r shell text '*{{word}}*' && print -r -- '{{word}}'
            zpty -d shell
            """;
        Assert.Equal(word, await RunAsync("zsh", ["-f", "-c", script]));
    }

    [RequiresTheory("pwsh")]
    [InlineData("dispatcher comple", "completion")]
    [InlineData("dispatcher lint --bud", "--budget")]
    public async Task PowerShell_completes(string line, string word)
    {
        using var folder = new TemporaryFolder();
        string script = folder.Write(
            "complete.ps1",
            "dispatcher completion powershell | Out-String | Invoke-Expression\n"
                + $"(TabExpansion2 '{line}' {line.Length}).CompletionMatches.CompletionText\n"
        );
        Assert.Equal(word, await RunAsync("pwsh", ["-NoLogo", "-NoProfile", "-File", script]));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("powershell")]
    public async Task The_script_also_comes_as_JSON(string shell)
    {
        JsonElement json = (await TheCommand.RunAsync("completion", shell, "--format", "json")).Json;
        Assert.Equal(shell, json.GetProperty("shell").GetString());
        Assert.Equal(
            (await TheCommand.RunAsync("completion", shell)).Out.TrimEnd('\n'),
            json.GetProperty("script").GetString()
        );
    }

    private static async Task<string> RunAsync(string shell, string[] args)
    {
        var start = new ProcessStartInfo(shell, args) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["PATH"] = Folder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        start.Environment["HOME"] = Folder;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        string output = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return output.Trim();
    }
}
