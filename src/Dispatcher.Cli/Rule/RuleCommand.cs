using System.CommandLine;
using System.Text.Json;
using Dispatcher.Analysis.Tenancy;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Planning;
using Spectre.Console;

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
        foreach (Option option in (ReadOnlySpan<Option>)[displayName, function, check])
            command.Add(option);
        common = CommonOptions.AddTo(command, "json", "text");
    }

    /// <summary>The command.</summary>
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
            terminal.Out.WriteLine(
                JsonText.Pretty(json => Write(json, rule, parsed.GetValue(displayName)!, parsed.GetValue(function)))
            );
        else
            WriteText(rule);
        return ExitCode.Done;
    }

    private static void Write(Utf8JsonWriter json, EventRule rule, string name, string? functionId)
    {
        json.WriteStartObject();
        json.WriteString("displayName", name);
        json.WriteString("description", "Object events of the landing buckets, for the dispatcher's routes.");
        json.WriteBoolean("isEnabled", true);
        json.WriteString("condition", rule.Condition);
        if (functionId is not null)
        {
            json.WriteStartObject("actions");
            json.WriteStartArray("actions");
            json.WriteStartObject();
            json.WriteString("actionType", "FAAS");
            json.WriteBoolean("isEnabled", true);
            json.WriteString("functionId", functionId);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteText(EventRule rule)
    {
        IAnsiConsole console = Screen.Out(terminal);
        new Line()
            .Add("events      ", Styles.Faint)
            .Add(string.Join(", ", rule.Kinds.Select(ObjectEventKinds.Word)))
            .Write(console);
        WriteValues(console, "bucket", rule.Buckets);
        WriteValues(console, "namespace", rule.Namespaces);
        new Line().Add("condition   ", Styles.Faint).Write(console);
        terminal.Out.WriteLine(rule.Condition);
    }

    private static void WriteValues(IAnsiConsole console, string label, IEnumerable<RuleValue> values)
    {
        bool any = false;
        foreach (RuleValue value in values)
        {
            new Line()
                .Add(label.PadRight(12), Styles.Faint)
                .Add(value.Text, Styles.Strong)
                .Add("  " + string.Join(", ", value.Routes), Styles.Faint)
                .Write(console);
            any = true;
        }

        if (!any)
            new Line().Add(label.PadRight(12), Styles.Faint).Add("any").Write(console);
    }

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
        {
            terminal.Out.WriteLine(JsonText.Compact(json => WriteDrift(json, drift)));
        }
        else
        {
            foreach (string difference in drift.Differences)
                terminal.Out.WriteLine($"{Quote.Line(file)}: {difference}");
            if (drift.Differences.IsEmpty)
                terminal.Out.WriteLine($"{Quote.Line(file)}: the rule is what the routes need");
        }

        return drift.Differences.IsEmpty ? ExitCode.Done : ExitCode.Findings;
    }

    private static void WriteDrift(Utf8JsonWriter json, RuleDrift drift)
    {
        json.WriteStartObject();
        json.WriteStartArray("differences");
        foreach (string difference in drift.Differences)
            json.WriteStringValue(difference);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
