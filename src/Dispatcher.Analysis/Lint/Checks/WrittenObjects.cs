using System.Collections.Immutable;
using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>What is not proved of what routes write and render.</summary>
/// <remarks>proofs-v1, RD520 to RD525.</remarks>
internal static class WrittenObjects
{
    private const string GiveTime = "give more time with `--budget SECONDS`, or write simpler patterns and templates";
    private const string BySearch = "no name that was tried does it, and no proof was found that none can";

    /// <summary>The check.</summary>
    public static IEnumerable<LintFinding> Check(LintSubject subject) =>
        subject.Writes.Findings.Select(finding => Of(subject, finding));

    /// <summary>The promised names that no route takes.</summary>
    public static IEnumerable<LintFinding> Promised(LintSubject subject)
    {
        foreach (PlacedPattern promised in subject.Promised)
        {
            NameSearch open = Completeness.Ask(subject.Planner, promised.Pattern, subject.OutOfTime);
            string pattern = Quote.Code(promised.Pattern.Text);
            if (open.Found == Decision.Yes)
                yield return new LintFinding(
                    new Diagnostic(
                        Codes.LintIncomplete,
                        Severity.Error,
                        promised.Position,
                        $"no route takes {Quote.Value(open.Witness!)}, a name of {pattern}",
                        "write a route for it, `task: none` where nothing is to be started, or promise less"
                    ),
                    open.Witness
                )
                {
                    Commands =
                    [
                        .. DryRunCommands.Of(
                            [
                                new ProofStep(
                                    new Events.EventDocument { Object = open.Witness! },
                                    null,
                                    null,
                                    null,
                                    ImmutableSortedDictionary<string, string>.Empty
                                ),
                            ],
                            subject
                        ),
                    ],
                };
            else if (open.Found == Decision.Undecided)
                yield return new LintFinding(
                    new Diagnostic(
                        Codes.LintUnknown,
                        Severity.Warning,
                        promised.Position,
                        $"unknown (budget): whether routes take every name of {pattern} was not decided",
                        GiveTime
                    )
                );
        }
    }

    private static LintFinding Of(LintSubject subject, ProofFinding finding)
    {
        if (finding.Verdict is Verdict.Refuted refuted)
        {
            (string message, string hint) = Refuted(finding, refuted.Steps);
            return Finding(finding, finding.Code, Severity.Error, message + Assumption(finding), hint) with
            {
                Witness = refuted.Steps[0].Event.Object,
                Commands = DryRunCommands.Of(refuted.Steps, subject),
            };
        }

        bool budget = finding.Verdict == Verdict.Unknown.Budget;
        return Finding(
            finding,
            Codes.LintUnknown,
            Severity.Warning,
            $"unknown ({(budget ? "budget" : "search")}): whether {Question(finding)} was not decided"
                + (budget ? "" : $"; {BySearch}")
                + Assumption(finding),
            budget ? GiveTime : "look at it yourself, or write the template so that it can be proved"
        );
    }

    private static LintFinding Finding(
        ProofFinding finding,
        string code,
        Severity severity,
        string message,
        string hint
    ) =>
        new(
            new Diagnostic(
                code,
                finding.IsGuess ? Severity.Note : severity,
                Place(finding),
                message,
                finding.IsGuess ? $"{hint}; or declare `writes`, so that nothing is guessed" : hint
            )
            {
                Route = finding.Route.Name,
            }
        );

    private static SourcePosition Place(ProofFinding finding) =>
        finding switch
        {
            { Code: Codes.LintOutside, Image.Write.Within: { } within } => within.Position,
            { Image: { } image } => image.Write.Position,
            _ => finding.Route.Position,
        };

    private static (string Message, string Hint) Refuted(ProofFinding finding, ImmutableArray<ProofStep> steps) =>
        finding.Code switch
        {
            Codes.LintLoop => (
                $"what route `{finding.Route.Name}` writes starts it again: {Chain(steps)}",
                "write where no route of the chain takes objects, or take less: another prefix or bucket, or `except`"
            ),
            Codes.LintOverwrite => (
                $"route `{finding.Route.Name}` writes {Quote.Value(steps[0].Written!.Name)} both for "
                    + $"{Subject(steps[0])} and for {Subject(steps[1])}",
                $"put every part of the {(steps[0].Group is null ? "object's name" : "group's key")} that can differ "
                    + $"into `{finding.Image!.Write.Object}`, "
                    + "as it is, with text between the parts that none of them can have"
            ),
            Codes.LintTwoWriters => (
                finding.Others[0] == finding.Route
                    ? $"two entries of `writes` of route `{finding.Route.Name}` name one object: "
                        + Both(steps, Quote.Value(steps[0].Written!.Name))
                    : $"routes `{finding.Others[0].Name}` and `{finding.Route.Name}` write one object: "
                        + Both(steps, Quote.Value(steps[0].Written!.Name)),
                "let each write below a prefix or in a bucket of its own"
            ),
            Codes.LintOutside => (
                $"route `{finding.Route.Name}` writes {Quote.Value(steps[0].Written!.Name)} for "
                    + $"{Subject(steps[0])}, which `within` does not match",
                "take less with `match.object`, write another name, or correct `within`"
            ),
            _ => (
                $"route `{finding.Route.Name}` takes {Quote.Value(steps[0].Event.Object)} and cannot render it: "
                    + steps[0].Error!.TrimEnd('.'),
                "take only names that can be rendered: narrow `match.object`, or write `except`"
            ),
        };

    private static string Both(ImmutableArray<ProofStep> steps, string written) =>
        steps[0].Event.Object == steps[1].Event.Object
            ? $"{written} for {Subject(steps[0])}"
            : $"{written}, for {Subject(steps[0])} and for {Subject(steps[1])}";

    private static string Subject(ProofStep step) =>
        step.Group is { } key ? $"the group {Quote.Value(key)}" : Quote.Value(step.Event.Object);

    private static string Chain(ImmutableArray<ProofStep> steps) =>
        string.Join(
            " → ",
            steps.SelectMany(step => (string[])[Quote.Value(step.Event.Object), $"`{step.Route!.Name}`"])
        );

    private static string Question(ProofFinding finding)
    {
        string name = $"`{finding.Route.Name}`";
        string entry = finding.Image is { } image ? $"`{image.Write.Object}` of {name}" : name;
        return finding.Code switch
        {
            Codes.LintLoop => finding.Others.IsEmpty
                ? $"what {name} writes starts it again"
                : $"what {name} writes starts it again by way of {RouteNames.Some(finding.Others)}",
            Codes.LintOverwrite => $"two names become one object in {entry}",
            Codes.LintTwoWriters => $"{entry} and what {RouteNames.Some(finding.Others)} writes can be one object",
            Codes.LintOutside => $"every name in {entry} matches its `within`",
            _ => $"every name that {name} takes can be rendered",
        };
    }

    private static string Assumption(ProofFinding finding) =>
        finding.HasOpenBucket
            ? " (the bucket is known only through the configuration and was taken for any; give `--config-file`)"
            : "";
}
