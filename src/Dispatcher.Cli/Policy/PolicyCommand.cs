using System.Collections.Immutable;
using System.CommandLine;
using Dispatcher.Analysis.Tenancy;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Runtime.Settings;

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

    private readonly Option<string?> connector = new("--connector")
    {
        Description =
            "The OCID of the compartment of stream, connector and function: "
            + "also what events need that come through a stream.",
        HelpName = "ocid",
    };

    private readonly Option<bool> lookUp = new("--look-up")
    {
        Description = "Let the function read task runs as well: a replay looks a run up before it starts it again.",
    };

    private readonly Option<bool> sweep = new("--sweep")
    {
        Description =
            "Let the function sweep as well: it lists the landing buckets, reads task runs, and redrives dead letters.",
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
        foreach (Option option in (ReadOnlySpan<Option>)[group, compartment, storage, connector, lookUp, sweep, check])
            command.Add(option);
        common = CommonOptions.AddTo(command, "text", "json");
    }

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
                DeadLetterPlace = Value(input, FunctionSettings.DeadLetterKey),
                ConnectorCompartment = parsed.GetValue(connector),
                LookUp = parsed.GetValue(lookUp),
                Sweep = parsed.GetValue(sweep),
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
            PolicyOutput.Write(terminal, policy);
        else
            PolicyText.Write(terminal, policy);
        return ExitCode.Done;
    }

    private static string? Value(RouteInput input, string key) =>
        input.Configuration.Pairs.FirstOrDefault(pair => pair.Key == key).Value;

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
            PolicyOutput.Write(terminal, drift);
        else
            PolicyText.Write(terminal, file, drift);
        return same ? ExitCode.Done : ExitCode.Findings;
    }
}
