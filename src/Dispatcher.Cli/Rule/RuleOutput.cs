using System.Text.Json.Serialization;
using Dispatcher.Analysis.Tenancy;
using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Rule;

/// <summary>The Events rule as <c>oci events rule create --from-json</c> and Terraform's <c>jsondecode</c> take
/// it.</summary>
internal sealed record RuleOutput(
    string DisplayName,
    string Description,
    bool IsEnabled,
    string Condition,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ActionsOutput? Actions
)
{
    /// <summary>Writes the rule over several lines.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="name">Its display name.</param>
    /// <param name="actions">Where it sends events; none for a rule without an action.</param>
    public static void Write(Terminal terminal, EventRule rule, string name, IReadOnlyList<ActionOutput> actions) =>
        terminal.Out.WriteLine(
            JsonText.Pretty(
                new RuleOutput(
                    name,
                    "Object events of the landing buckets, for the dispatcher's routes.",
                    IsEnabled: true,
                    rule.Condition,
                    actions.Count == 0 ? null : new ActionsOutput(actions)
                ),
                RuleJson.Default.RuleOutput
            )
        );

    /// <summary>Writes what a rule in a file lets through otherwise, on one line.</summary>
    public static void Write(Terminal terminal, RuleDrift drift) =>
        terminal.Out.WriteLine(
            JsonText.Compact(new RuleDriftOutput(drift.Differences), RuleJson.Default.RuleDriftOutput)
        );
}

internal sealed record ActionsOutput(IReadOnlyList<ActionOutput> Actions);

internal sealed record ActionOutput(string ActionType, bool IsEnabled)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FunctionId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? StreamId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TopicId { get; init; }
}

internal sealed record RuleDriftOutput(IReadOnlyList<string> Differences);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuleOutput))]
[JsonSerializable(typeof(RuleDriftOutput))]
internal sealed partial class RuleJson : JsonSerializerContext;
