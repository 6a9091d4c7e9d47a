using System.Collections.Immutable;
using System.Text;
using Dispatcher.Analysis.Tenancy;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Diff;

/// <summary>The section of a pull request's comment about the tenancy: how the Events rule and the policy must
/// change.</summary>
internal static class TenancySection
{
    /// <summary>The rule's section; empty where the rule stays as it is.</summary>
    public static string Rule(DiffResult result, int rows) =>
        Section(
            "#### Events rule\n\n`dispatcher rule` makes the new one:\n\n",
            [.. Rule(result.Base.Planner.Set, result.Head.Planner.Set)],
            rows
        );

    /// <summary>The policy's section; empty where the policy stays as it is.</summary>
    public static string Policy(DiffResult result, int rows) =>
        Section(
            "#### Policy\n\n`dispatcher policy` makes the new one:\n\n",
            [.. Policy(result.Base.Planner.Set, result.Head.Planner.Set, result.Configuration)],
            rows
        );

    private static string Section(string head, string[] lines, int rows)
    {
        if (lines.Length == 0)
            return "";
        var section = new StringBuilder(head);
        foreach (string line in lines.Take(rows))
            section.Append("- ").Append(line).Append('\n');
        section.Append('\n');
        DiffMarkdown.More(section, lines.Length - rows);
        return section.ToString();
    }

    // What stands between backticks is code.
    private static string Sentence(string text) =>
        string.Concat(
            text.Split('`').Select((part, index) => index % 2 == 1 ? Markdown.Code(part) : Markdown.Inner(part))
        );

    private static IEnumerable<string> Rule(RouteSet before, RouteSet after)
    {
        EventRule? was = EventRuleBuilder.Build(before),
            now = EventRuleBuilder.Build(after);
        return (was, now) switch
        {
            (null, null) => [],
            (null, not null) => ["there was none: no route started anything"],
            (not null, null) => ["no route starts anything: the rule can go"],
            ({ } old, { } needed) => RuleDrift
                .Of(needed, old.Condition)
                .Differences.Select(difference => Sentence(Quote.Line(difference))),
        };
    }

    private static IEnumerable<string> Policy(RouteSet before, RouteSet after, Configuration configuration)
    {
        var settings = new PolicySettings { Configuration = configuration };
        (IamPolicy? was, ImmutableArray<string> wrongBefore) = IamPolicyBuilder.Build(before, settings);
        (IamPolicy? now, ImmutableArray<string> wrong) = IamPolicyBuilder.Build(after, settings);
        if (was is null || now is null)
            return wrong.Concat(wrongBefore).Distinct().Select(problem => $"**unknown**: {Markdown.Prose(problem)}");
        PolicyDrift drift = PolicyDrift.Of(now, string.Join('\n', was.Statements.Select(one => one.Text)));
        return drift
            .Missing.Select(statement =>
                $"new: {Markdown.Code(statement.Text)}: {Markdown.Prose(Quote.Line(statement.Comment))}"
            )
            .Concat(drift.Superfluous.Select(statement => $"no longer needed: {Markdown.Code(statement)}"));
    }
}
