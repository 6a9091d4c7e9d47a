using System.Diagnostics;
using System.Text.Json;

namespace Dispatcher.Cli.Tests;

/// <summary>The command as a process of its own, as users run it.</summary>
public sealed class ProcessTests
{
    [Theory]
    [InlineData("version", 0)]
    [InlineData("--version", 0)]
    [InlineData("test", 0)]
    [InlineData("lint --config-file samples/local.config", 0)]
    [InlineData("dry-run --object figures.pdf --require-match", 1)]
    [InlineData("dry-run", 2)]
    [InlineData("lint --routes src", 2)]
    public async Task The_exit_code_of_the_process_is_the_commands(string line, int code)
    {
        (int actual, string output, string error) = await RunAsync(line.Split(' '));
        Assert.True(code == actual, $"{actual}\n{output}\n{error}");
    }

    [Fact]
    public async Task Standard_input_and_output_are_UTF_8_without_a_mark()
    {
        string document = System.Text.Encoding.UTF8.GetString(
            new Events.EventDocument { Object = "Größe/日本.txt" }.ToJson()
        );
        (int code, string output, _) = await RunAsync(["dry-run", "--event", "-", "--format", "json"], document);
        Assert.Equal(0, code);
        Assert.StartsWith("{", output, StringComparison.Ordinal);
        Assert.Equal(
            "Größe/日本.txt",
            JsonDocument.Parse(output).RootElement.GetProperty("object").GetProperty("name").GetString()
        );
    }

    [Fact]
    public async Task A_pipe_of_events_is_answered_line_by_line()
    {
        string document = System.Text.Encoding.UTF8.GetString(new Events.EventDocument { Object = "x" }.ToJson());
        using Process process = Start(["dry-run", "--event", "-", "--format", "json"]);
        for (int i = 0; i < 3; i++)
        {
            await process.StandardInput.WriteLineAsync(document);
            await process.StandardInput.FlushAsync();
            Assert.Contains(
                "unmatched",
                await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)),
                StringComparison.Ordinal
            );
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task An_interrupt_ends_a_command_that_waits_for_input()
    {
        using Process process = Start(["dry-run", "--event", "-", "--format", "json"]);
        await process.StandardInput.WriteLineAsync(
            System.Text.Encoding.UTF8.GetString(new Events.EventDocument { Object = "x" }.ToJson())
        );
        await process.StandardInput.FlushAsync();
        await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        using var kill = Process.Start(
            "kill",
            ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]
        );
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(130, process.ExitCode);
    }

    [Fact]
    public async Task An_interrupt_ends_proofs_before_their_budget_does()
    {
        // Every pair takes more states than there is time for.
        using var folder = TemporaryFolder.WithRoutes(
            (
                "a.yaml",
                "version: 1\ndefaults: { task: { key: t, workspace: w, application: a } }\nroutes:\n"
                    + string.Concat(
                        Enumerable
                            .Range(0, 200)
                            .Select(i =>
                                $"  - {{ name: r{i}, match: {{ object: '(?:a?b?){{{400 + (i % 90)}}}x{i}' }} }}\n"
                            )
                    )
            )
        );
        using Process process = Start(["lint", "--budget", "3600", "--routes", Path.Join(folder.Path, "routes")]);
        await Task.Delay(TimeSpan.FromSeconds(2)); // Wherever it is by then, it ends.
        using var kill = Process.Start(
            "kill",
            ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]
        );
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(120));
        Assert.Equal(130, process.ExitCode);
    }

    [Theory]
    [InlineData("docs > /dev/full", 2, "error: reading or writing failed: No space left on device\n")]
    [InlineData("rule > /dev/full", 2, "error: reading or writing failed: No space left on device\n")]
    [InlineData("docs >&-", 2, "error: reading or writing failed: Bad file descriptor\n")]
    [InlineData("docs | head -c 1 > /dev/null; exit ${PIPESTATUS[0]}", 0, "")]
    [InlineData("lint 2> /dev/full", 0, "")] // messages that nobody gets stop nothing
    [InlineData("lint 2>&-", 0, "")]
    [InlineData("dry-run 2>&-", 2, "")]
    public async Task A_stream_that_cannot_be_written_is_no_bug(string line, int code, string said)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"'{Executable}' {line}"])
        {
            WorkingDirectory = TheCommand.Repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(),
            error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        _ = await output;
        Assert.Equal((code, said), (process.ExitCode, await error));
    }

    [Theory]
    [InlineData("dispatcher dry-", "dry-run")]
    [InlineData("dispatcher lint --form", "--format")]
    [InlineData("dispatcher lint --format sa", "sarif")]
    public async Task The_command_completes_itself(string line, string word)
    {
        (int code, string output, _) = await RunAsync([$"[suggest:{line.Length}]", line]);
        Assert.Equal(0, code);
        Assert.Contains(word, output.Split('\n'));
    }

    internal static string Executable =>
        Path.Join(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "dispatcher.exe" : "dispatcher");

    /// <summary>The command with signals as a terminal gives them. What a script starts in the background, this test
    /// run perhaps, ignores interrupts, and every process below it does as well.</summary>
    internal static ProcessStartInfo Interruptible(string[] args) =>
        OperatingSystem.IsLinux()
            ? new("env", ["--default-signal=INT,QUIT", Executable, .. args])
            : new(Executable, args);

    private static async Task<(int Code, string Out, string Error)> RunAsync(string[] args, string input = "")
    {
        using Process process = Start(args);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(),
            error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, await output, await error);
    }

    private static Process Start(string[] args)
    {
        ProcessStartInfo start = Interruptible(args);
        start.WorkingDirectory = TheCommand.Repository;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardInputEncoding = start.StandardOutputEncoding = new System.Text.UTF8Encoding(false);
        return Process.Start(start)!;
    }
}
