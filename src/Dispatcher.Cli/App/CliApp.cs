using System.CommandLine;
using System.CommandLine.Invocation;
using Dispatcher.Cli.Backfill;
using Dispatcher.Cli.Check;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Compare;
using Dispatcher.Cli.Completion;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Diff;
using Dispatcher.Cli.Docs;
using Dispatcher.Cli.DryRun;
using Dispatcher.Cli.Infer;
using Dispatcher.Cli.Init;
using Dispatcher.Cli.Lint;
using Dispatcher.Cli.Local;
using Dispatcher.Cli.Man;
using Dispatcher.Cli.Policy;
using Dispatcher.Cli.Publish;
using Dispatcher.Cli.Redrive;
using Dispatcher.Cli.Rule;
using Dispatcher.Cli.Send;
using Dispatcher.Cli.Status;
using Dispatcher.Cli.Sweep;
using Dispatcher.Cli.Test;
using Dispatcher.Cli.Version;
using Dispatcher.Cli.Workbench;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.App;

/// <summary>The <c>dispatcher</c> command: parses the command line and runs one command.</summary>
/// <remarks>cli-v1.</remarks>
internal static class CliApp
{
    // An argument that begins with `@` is an object name like any other, not a file of arguments.
    private static readonly ParserConfiguration Parser = new()
    {
        ResponseFileTokenReplacer = null,
        EnablePosixBundling = false,
    };

    /// <summary>Runs one command line to its end.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="terminal">The world around it.</param>
    /// <param name="stopping">Ctrl-C.</param>
    /// <returns>The process's exit code, one of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args,
        Terminal terminal,
        CancellationToken stopping = default
    )
    {
        try
        {
            int code = await InvokeAsync(args, terminal, stopping).ConfigureAwait(false);
            await terminal.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return code;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (IOException broken) when (Terminal.IsClosedPipe(broken))
        {
            // The reader of our output, `head` for instance, has seen enough.
            return ExitCode.Done;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            // A full disk, or an output that the shell has closed.
            await terminal
                .Error.WriteLineAsync(
                    $"error: reading or writing failed: {Quote.Line((broken.InnerException ?? broken).Message)}"
                )
                .ConfigureAwait(false);
            return ExitCode.Usage;
        }
#pragma warning disable CA1031 // The outermost layer: any exception becomes one line and its own exit code.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            await terminal
                .Error.WriteLineAsync($"error {Codes.Internal}: a bug in the dispatcher command: {bug}")
                .ConfigureAwait(false);
            return ExitCode.Bug;
        }
    }

    /// <summary>Every command, and the root above them.</summary>
    public static RootCommand Commands(Terminal terminal)
    {
        var root = new RootCommand(
            "Routes OCI Object Storage events to Data Integration task runs: try routes out, prove them, run them."
        )
        {
            HelpName = "dispatcher",
        };
        root.Add(DryRunCommand.Create(terminal));
        root.Add(TestCommand.Create(terminal));
        root.Add(LintCommand.Create(terminal));
        root.Add(DiffCommand.Create(terminal));
        root.Add(LocalCommand.Create(terminal));
        root.Add(SendCommand.Create(terminal));
        root.Add(BackfillCommand.Create(terminal));
        root.Add(RedriveCommand.Create(terminal));
        root.Add(SweepCommand.Create(terminal));
        root.Add(StatusCommand.Create(terminal));
        root.Add(CompareCommand.Create(terminal));
        root.Add(PublishCommand.Create(terminal));
        root.Add(CheckCommand.Create(terminal));
        root.Add(RuleCommand.Create(terminal));
        root.Add(PolicyCommand.Create(terminal));
        root.Add(DocsCommand.Create(terminal));
        root.Add(InferCommand.Create(terminal));
        root.Add(InitCommand.Create(terminal));
        root.Add(WorkbenchCommand.Create(terminal));
        root.Add(VersionCommand.Create(terminal));
        root.Add(CompletionCommand.Create(terminal));
        root.Add(ManCommand.Create(terminal, () => root));
        HelpExample.AddTo(root, "dispatcher test", ExitCode.All);
        return root;
    }

    private static async Task<int> InvokeAsync(
        IReadOnlyList<string> args,
        Terminal terminal,
        CancellationToken stopping
    )
    {
        // The command by itself is a question.
        ParseResult parsed = Commands(terminal).Parse(args.Count == 0 ? ["--help"] : args, Parser);
        bool complained = parsed.Errors.Count > 0 && parsed.Action is null or ParseErrorAction;
        if (
            (complained || parsed.Action == parsed.CommandResult.Command.Action)
            && MisreadWords.Of(parsed, args).ToArray() is [_, ..] misread
        )
            return UsageErrors.Report(terminal, parsed, misread);
        if (complained)
            return UsageErrors.Report(terminal, parsed);
        var invocation = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(invocation, stopping).ConfigureAwait(false);
    }
}
