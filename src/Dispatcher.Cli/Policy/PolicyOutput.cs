using System.Text.Json.Serialization;
using Dispatcher.Analysis.Tenancy;
using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Policy;

/// <summary>The statements as JSON, for Terraform's <c>jsondecode</c>.</summary>
internal sealed record PolicyOutput(IReadOnlyList<StatementOutput> Statements, IReadOnlyList<string> Notes)
{
    /// <summary>Writes the policy over several lines.</summary>
    public static void Write(Terminal terminal, IamPolicy policy) =>
        terminal.Out.WriteLine(
            JsonText.Pretty(
                new PolicyOutput([.. policy.Statements.Select(StatementOutput.Of)], policy.Notes),
                PolicyJson.Default.PolicyOutput
            )
        );

    /// <summary>Writes how a policy in a file differs, on one line.</summary>
    public static void Write(Terminal terminal, PolicyDrift drift) =>
        terminal.Out.WriteLine(
            JsonText.Compact(
                new PolicyDriftOutput([.. drift.Missing.Select(StatementOutput.Of)], drift.Superfluous),
                PolicyJson.Default.PolicyDriftOutput
            )
        );
}

internal sealed record StatementOutput(string Statement, IReadOnlyList<string> Routes, string Comment)
{
    public static StatementOutput Of(PolicyStatement statement) =>
        new(statement.Text, statement.Routes, statement.Comment);
}

internal sealed record PolicyDriftOutput(IReadOnlyList<StatementOutput> Missing, IReadOnlyList<string> Superfluous);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PolicyOutput))]
[JsonSerializable(typeof(PolicyDriftOutput))]
internal sealed partial class PolicyJson : JsonSerializerContext;
