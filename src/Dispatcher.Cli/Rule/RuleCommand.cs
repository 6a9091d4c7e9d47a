using System.CommandLine;
using Dispatcher.Analysis.Tenancy;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;

namespace Dispatcher.Cli.Rule;

/// <summary><c>rule</c>: the Events rule that lets through what the routes take.</summary>
/// <remarks>cli-v1. The output is what <c>oci events rule create --from-json</c> and Terraform's <c>jsondecode</c>
/// take.</remarks>
internal sealed class RuleCommand
{
    private readonly Option<string> displayName = new("--name")
    {
        Description = "The rule's display name.",
        HelpName = "name",
        DefaultValueFactory = _ => "dispatcher",
    };

    private readonly Option<string?> function = new("--function")
    {
        Description = "The function's OCID; adds the action that invokes it.",
        HelpName = "ocid",
    };

    private readonly Option<string?> stream = new("--stream")
    {
        Description = "A stream's OCID; adds the action that puts events there, for a connector to hand on in batches.",
        HelpName = "ocid",
    };

    private readonly Option<string?> topic = new("--topic")
    {
        Description =
            "A topic's OCID; adds the action that publishes events there, for a subscription of the function.",
        HelpName = "ocid",
    };

    private readonly Option<string?> check = new("--check")
    {
        Description =
            "Compare with a rule, or its condition, in a JSON file; exit with 1 when it lets something else through.",
        HelpName = "file",
    };

    private readonly CommonOptions common;
    private readonly Terminal terminal;

    private RuleCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        foreach (Option option in (ReadOnlySpan<Option>)[displayName, function, stream, topic, check])
            command.Add(option);
        common = CommonOptions.AddTo(command, "json", "text");
    }

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "rule",
            "Prints the Events rule that covers the landing buckets and event kinds of all enabled and shadow routes."
        );
        command.SetAction(new RuleCommand(command, terminal).Run);
        HelpExample.AddTo(command, "dispatcher rule --name landing-area");
        return command;
    }

    private int Run(ParseResult parsed)
    {
        ActionOutput[] actions =
        [
            .. Action(parsed, function, id => new ActionOutput("FAAS", true) { FunctionId = id }),
            .. Action(parsed, stream, id => new ActionOutput("OSS", true) { StreamId = id }),
            .. Action(parsed, topic, id => new ActionOutput("ONS", true) { TopicId = id }),
        ];
        if (actions.Length > 1)
            return UsageErrors.Report(
                terminal,
                parsed,
                "there is more than one of --function, --stream and --topic; give one: "
                    + "on two ways each event comes twice"
            );
        if (RouteInput.Read(terminal, parsed, common) is not { } input)
            return ExitCode.Usage;
        if (EventRuleBuilder.Build(input.Routes.Planner!.Set) is not { } rule)
        {
            terminal.Error.WriteLine(
                "error: there is no enabled and no shadow route, so that a rule would cover nothing; enable one"
            );
            return ExitCode.Findings;
        }

        if (parsed.GetValue(check) is { } file)
            return Check(
                rule,
                file,
                asJson: input.Format == "json" && parsed.GetResult(common.Format) is { Implicit: false }
            );
        foreach (string wider in rule.Wider)
            input.Notes.WriteLine("note: " + wider);
        if (input.Format == "json")
            RuleOutput.Write(terminal, rule, parsed.GetValue(displayName)!, actions);
        else
            RuleText.Write(terminal, rule);
        return ExitCode.Done;
    }

    private static IEnumerable<ActionOutput> Action(
        ParseResult parsed,
        Option<string?> option,
        Func<string, ActionOutput> action
    ) => parsed.GetValue(option) is { } id ? [action(id)] : [];

    // A difference is read by people unless JSON was asked for; the rule itself is JSON anyway.
    private int Check(EventRule rule, string file, bool asJson)
    {
        if (TextFile.Read(terminal, "--check", file) is not { } written)
            return ExitCode.Usage;
        RuleDrift drift = RuleDrift.Of(rule, written);
        if (drift.Problem is { } problem)
        {
            terminal.Error.WriteLine($"error: --check {file}: {problem}");
            return ExitCode.Usage;
        }

        if (asJson)
            RuleOutput.Write(terminal, drift);
        else
            RuleText.Write(terminal, file, drift);

        return drift.Differences.IsEmpty ? ExitCode.Done : ExitCode.Findings;
    }
}
