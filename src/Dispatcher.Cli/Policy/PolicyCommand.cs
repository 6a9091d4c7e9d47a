using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Dispatcher.Analysis.Tenancy;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Policy;

/// <summary><c>policy</c>: the least IAM statements that the routes need.</summary>
/// <remarks>cli-v1. The text has a statement a line and comments after <c>#</c>; the JSON is for Terraform's
/// <c>jsondecode</c>.</remarks>
internal sealed class PolicyCommand
{
    private readonly Option<string> group = new("--group")
    {
        Description = "The dynamic group that the function is in, as a statement names it.",
        HelpName = "name",
        DefaultValueFactory = _ => "dispatcher",
    };

    private readonly Option<string?> compartment = new("--compartment")
    {
        Description = "The compartment of the workspaces, by name or OCID; the whole tenancy when left out.",
        HelpName = "name",
    };

    private readonly Option<string?> storage = new("--storage-compartment")
    {
        Description =
            "The compartment of the routes bucket and the dead-letter bucket; that of the workspaces when left out.",
        HelpName = "name",
    };

    private readonly Option<bool> lookUp = new("--look-up")
    {
        Description = "Let the function read task runs as well: a replay looks a run up before it starts it again.",
    };

    private readonly Option<string?> check = new("--check")
    {
        Description = "Compare with a policy in a file, text or JSON; exit with 1 when it differs.",
        HelpName = "file",
    };

    private readonly CommonOptions common;
    private readonly Terminal terminal;

    private PolicyCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        foreach (Option option in (ReadOnlySpan<Option>)[group, compartment, storage, lookUp, check])
            command.Add(option);
        common = CommonOptions.AddTo(command, "text", "json");
    }

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "policy",
            "Prints the least IAM statements that the enabled routes need, each with the routes that need it."
        );
        command.SetAction(new PolicyCommand(command, terminal).Run);
        HelpExample.AddTo(
            command,
            "dispatcher policy --config-file samples/local.config --group dispatcher --compartment data"
        );
        return command;
    }

    private int Run(ParseResult parsed)
    {
        if (RouteInput.Read(terminal, parsed, common) is not { } input)
            return ExitCode.Usage;
        (IamPolicy? policy, ImmutableArray<string> problems) = IamPolicyBuilder.Build(
            input.Routes.Planner!.Set,
            new PolicySettings
            {
                Group = parsed.GetValue(group)!,
                Compartment = parsed.GetValue(compartment),
                StorageCompartment = parsed.GetValue(storage),
                RoutesPlace = Value(input, "DISPATCHER_ROUTES"),
                DeadLetterPlace = Value(input, "DISPATCHER_DEAD_LETTER"),
                LookUp = parsed.GetValue(lookUp),
                Configuration = input.Configuration.Configuration,
            }
        );
        foreach (string problem in problems)
            terminal.Error.WriteLine("error: " + problem);
        input.NoteMissing(policy is null);
        if (policy is null)
            return ExitCode.Usage;
        if (parsed.GetValue(check) is { } file)
            return Check(policy, file, input.Format);
        foreach (string note in policy.Notes)
            input.Notes.WriteLine("note: " + note);
        if (input.Format == "json")
            terminal.Out.WriteLine(JsonText.Pretty(json => Write(json, policy)));
        else
            WriteText(policy);
        return ExitCode.Done;
    }

    private static string? Value(RouteInput input, string key) =>
        input.Configuration.Pairs.FirstOrDefault(pair => pair.Key == key).Value;

    private void WriteText(IamPolicy policy)
    {
        foreach (PolicyStatement statement in policy.Statements)
        {
            terminal.Out.WriteLine("# " + Plain(statement.Comment));
            terminal.Out.WriteLine(statement.Text);
        }
    }

    // Never cut, unlike what messages quote: a statement must be whole.
    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private static void Write(Utf8JsonWriter json, IamPolicy policy)
    {
        json.WriteStartObject();
        json.WriteStartArray("statements");
        foreach (PolicyStatement statement in policy.Statements)
            Write(json, statement);
        json.WriteEndArray();
        WriteList(json, "notes", policy.Notes);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PolicyStatement statement)
    {
        json.WriteStartObject();
        json.WriteString("statement", statement.Text);
        WriteList(json, "routes", statement.Routes);
        json.WriteString("comment", statement.Comment);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private int Check(IamPolicy policy, string file, string format)
    {
        if (TextFile.Read(terminal, "--check", file) is not { } written)
            return ExitCode.Usage;
        PolicyDrift drift = PolicyDrift.Of(policy, written);
        if (drift.Problem is { } problem)
        {
            terminal.Error.WriteLine($"error: --check {file}: {problem}");
            return ExitCode.Usage;
        }

        bool same = drift.Missing.IsEmpty && drift.Superfluous.IsEmpty;
        if (format == "json")
            terminal.Out.WriteLine(JsonText.Compact(json => WriteDrift(json, drift)));
        else if (same)
            terminal.Out.WriteLine($"{Quote.Line(file)}: the policy is what the routes need");
        else
            WriteDrift(file, drift);
        return same ? ExitCode.Done : ExitCode.Findings;
    }

    private void WriteDrift(string file, PolicyDrift drift)
    {
        terminal.Out.WriteLine($"--- {Quote.Line(file)}");
        terminal.Out.WriteLine("+++ what the routes need");
        foreach (string statement in drift.Superfluous)
            terminal.Out.WriteLine("- " + Plain(statement));
        foreach (PolicyStatement statement in drift.Missing)
        {
            terminal.Out.WriteLine("+ # " + Plain(statement.Comment));
            terminal.Out.WriteLine("+ " + statement.Text);
        }
    }

    private static void WriteDrift(Utf8JsonWriter json, PolicyDrift drift)
    {
        json.WriteStartObject();
        json.WriteStartArray("missing");
        foreach (PolicyStatement statement in drift.Missing)
            Write(json, statement);
        json.WriteEndArray();
        WriteList(json, "superfluous", drift.Superfluous);
        json.WriteEndObject();
    }
}
