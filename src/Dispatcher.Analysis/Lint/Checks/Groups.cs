using System.Collections.Immutable;
using Dispatcher.Analysis.Images;
using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs.Groups;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Groups and expectations that load and cannot be meant: one group for all objects, members that are never
/// together, periods that no object can answer.</summary>
/// <remarks>sweep-v1, "Groups" and "Expectations".</remarks>
internal static class Groups
{
    private const string GiveTime = "give more time with `--budget SECONDS`, or write simpler patterns";

    public static IEnumerable<LintFinding> Check(LintSubject subject)
    {
        Route[] routes =
        [
            .. subject.Routes.Where(route =>
                route.State != RouteState.Disabled && (route.Group is not null || route.Expect is not null)
            ),
        ];
        if (routes.Length == 0)
            return [];
        var production = new Production(subject.Planner, subject.Configuration, subject.Proofs, subject.OutOfTime);
        return routes.SelectMany(route => Of(route, subject, production));
    }

    private static IEnumerable<LintFinding> Of(Route route, LintSubject subject, Production production)
    {
        if (route.Group is { } group)
        {
            if (KeyImage.Of(route, subject.Configuration)!.IsConstant)
                yield return LintFinding.Warning(
                    Codes.LintGroupKey,
                    route,
                    group.By.Position,
                    $"all objects that route `{route.Name}` takes in a bucket are one group, because no part of the "
                        + "object's name is in its key: each new object starts a run with all of them",
                    "write what the objects of one delivery have in common, such as `{{ groups.day }}`"
                );
            else if (SpelledKeys.Find(route, subject.Configuration, production) is var (one, other))
                yield return Apart(
                    route,
                    group.By.Position,
                    $"route `{route.Name}` takes {Quote.Value(one.Event.Object)} and "
                        + $"{Quote.Value(other.Event.Object)} as one, and puts them into two groups, "
                        + $"{Quote.Value(one.Group!)} and {Quote.Value(other.Group!)}",
                    "write the key in one letter case: `| string.downcase`",
                    [one, other],
                    subject
                );
            if (group.Complete is not null)
            {
                foreach (LintFinding finding in Parts(route, group, subject, production))
                    yield return finding;
            }
        }

        if (route.Expect is { } expect && Expected(route, expect, subject, production) is { } missing)
            yield return missing;
    }

    private static IEnumerable<LintFinding> Parts(
        Route route,
        RouteGrouping group,
        LintSubject subject,
        Production production
    )
    {
        SourcePosition place = group.Complete!.Part.Position;
        (Decision together, PartedGroup? never) = JoinedParts.Ask(route, subject.Configuration, production);
        string then = group.AtMost is null
            ? "so that no group is ever complete"
            : "so that `at_most` decides each time";
        if (never is { Other: null })
            yield return Apart(
                route,
                place,
                $"no object that route `{route.Name}` takes is the part {Quote.Value(never.Part)}, {then}",
                "correct `of` or `part`, or take the objects of that part as well",
                [],
                subject
            );
        else if (never is { Other: { } other })
            yield return Apart(
                route,
                group.By.Position,
                $"objects of the parts {Quote.Value(never.Part)} and {Quote.Value(other)} never have one key, {then}"
                    + (
                        never.Steps is [var one, var two]
                            ? $": {Quote.Value(one.Event.Object)} is in {Quote.Value(one.Group!)}, "
                                + $"{Quote.Value(two.Event.Object)} in {Quote.Value(two.Group!)}"
                            : ""
                    ),
                "leave what tells the parts apart out of `by`",
                never.Steps,
                subject
            );
        else if (together == Decision.Undecided)
            yield return LintFinding.Warning(
                Codes.LintUnknown,
                route,
                place,
                $"unknown (budget): whether all parts of a group of route `{route.Name}` can have one key was not "
                    + "decided",
                GiveTime
            );
    }

    private static LintFinding Apart(
        Route route,
        SourcePosition position,
        string message,
        string hint,
        ImmutableArray<ProofStep> steps,
        LintSubject subject
    ) =>
        LintFinding.Error(
            Codes.LintGroupApart,
            route,
            position,
            message,
            hint,
            steps.IsEmpty ? null : steps[0].Event.Object
        ) with
        {
            Commands = DryRunCommands.Of(steps, subject),
        };

    private static LintFinding? Expected(
        Route route,
        RouteExpectation expect,
        LintSubject subject,
        Production production
    )
    {
        (Decision found, string? key) = ExpectedKeys.Ask(route, subject.Configuration, production);
        return found switch
        {
            Decision.Yes => null,
            Decision.No => LintFinding.Error(
                Codes.LintExpectedKey,
                route,
                expect.Key.Position,
                $"a period of route `{route.Name}` is written {Quote.Value(key!)}, and no object that it takes can "
                    + "have this key: the period is always missing",
                "write `format` as the period stands in the names, or let `match.object` capture it"
            ),
            Decision.Undecided => LintFinding.Warning(
                Codes.LintUnknown,
                route,
                expect.Key.Position,
                key is null
                    ? $"unknown (budget): whether objects can come for the periods of route `{route.Name}` was not "
                        + "decided"
                    : $"unknown (search): whether an object can have the key {Quote.Value(key)} of route "
                        + $"`{route.Name}` was not decided; no name that was tried has it",
                key is null ? GiveTime : "look at it yourself, or write the key so that it can be proved"
            ),
        };
    }
}
