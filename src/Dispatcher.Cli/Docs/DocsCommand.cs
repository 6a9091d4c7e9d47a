using System.Collections.Immutable;
using System.CommandLine;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Docs;

/// <summary><c>docs</c>: a page about the route set: table, flow diagram, examples.</summary>
/// <remarks>cli-v1. The text is Markdown. With <c>--check</c> the exit code is 1 when the file is not the
/// page.</remarks>
internal sealed class DocsCommand
{
    private readonly Option<string?> check = new("--check")
    {
        Description =
            "Print no page; exit with 1 and name the first line that differs when this file is not the page "
            + "that the routes make.",
        HelpName = "file",
    };

    private readonly Option<double> budget = BudgetOption.Create();
    private readonly CommonOptions common;
    private readonly Terminal terminal;

    private DocsCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        command.Add(check);
        command.Add(budget);
        common = CommonOptions.AddTo(command, "text", "json");
    }

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "docs",
            "Prints a page about the route set in Markdown: a table, a flow diagram, "
                + "and for each route names that it takes and near misses."
        );
        var run = new DocsCommand(command, terminal);
        command.SetAction((parsed, stopping) => Task.FromResult(run.Run(parsed, stopping)));
        HelpExample.AddTo(command, "dispatcher docs --check docs/route-set.md");
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken stopping)
    {
        string? file = parsed.GetValue(check);
        if (file is not null && parsed.GetValue(common.Format) == "json")
            return UsageErrors.Report(
                terminal,
                parsed,
                "--check compares with the Markdown page; leave out --format json"
            );
        if (BudgetOption.Misuse(parsed, budget) is { } misuse)
            return UsageErrors.Report(terminal, parsed, misuse);
        if (RouteInput.Read(terminal, parsed, common) is not { } input)
            return ExitCode.Usage;
        RouteSet set = input.Routes.Planner!.Set;
        (ImmutableArray<RouteExamples> examples, ImmutableArray<WriteRow> writes) = Examples(
            input,
            parsed.GetValue(budget),
            stopping
        );
        if (writes.Any(row => row.IsUnknown))
            input.Notes.WriteLine(
                "note: unknown (budget): whether more routes take what is written was not decided; "
                    + "give more time with `--budget SECONDS`"
            );
        if (examples.Count(some => some.IsUnknown) is > 0 and var unknown)
            input.Notes.WriteLine(
                $"note: unknown (budget): whether {unknown} of {examples.Length} routes have more examples "
                    + "was not decided; give more time with `--budget SECONDS`"
            );
        if (input.Format == "json")
        {
            DocsOutput.Write(terminal, set, examples, writes);
            return ExitCode.Done;
        }

        string page = DocsText.Of(set, examples, writes);
        if (file is not null)
            return Check(page, file, parsed.GetValue(common.Routes)!, input.Notes);
        terminal.Out.Write(page);
        return ExitCode.Done;
    }

    private static (ImmutableArray<RouteExamples> Examples, ImmutableArray<WriteRow> Writes) Examples(
        RouteInput input,
        double seconds,
        CancellationToken stopping
    )
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        using var outOfTime = CancellationTokenSource.CreateLinkedTokenSource(stopping, time.Token);
        DispatchPlanner planner = input.Routes.Planner!;
        var examples = ImmutableArray.CreateBuilder<RouteExamples>(planner.Set.Routes.Length);
        foreach (Route route in planner.Set.Routes)
        {
            examples.Add(RouteExamples.Of(planner, route, input.Configuration.Configuration, outOfTime.Token));
            stopping.ThrowIfCancellationRequested();
        }

        ImmutableArray<WriteRow> writes = WriteRow.Of(planner, outOfTime.Token);
        stopping.ThrowIfCancellationRequested();
        return (examples.MoveToImmutable(), writes);
    }

    private int Check(string page, string file, string routes, TextWriter notes)
    {
        if (TextFile.Read(terminal, "--check", file) is not { } written)
            return ExitCode.Usage;
        string[] wanted = page.Split('\n'),
            there = written.ReplaceLineEndings("\n").Split('\n');
        int line = wanted.AsSpan().CommonPrefixLength(there);
        string shown = Quote.Line(file);
        if (line == wanted.Length && line == there.Length)
        {
            notes.WriteLine($"{shown} is the page that the routes make");
            return ExitCode.Done;
        }

        terminal.Out.WriteLine(
            $"{shown}:{line + 1}: the page is not what the routes make; "
                + $"run `dispatcher docs{(routes == "routes" ? "" : $" --routes {Quote.Line(routes)}")} > {shown}`"
        );
        if (line < there.Length)
            terminal.Out.WriteLine("- " + Quote.Line(there[line]));
        if (line < wanted.Length)
            terminal.Out.WriteLine("+ " + Quote.Line(wanted[line]));
        return ExitCode.Findings;
    }
}
