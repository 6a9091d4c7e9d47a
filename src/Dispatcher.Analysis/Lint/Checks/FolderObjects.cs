using System.Collections.Immutable;
using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Patterns;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Routes that take the objects that the console makes for a folder: no bytes, and a name that ends in
/// <c>/</c>.</summary>
/// <remarks>proofs-v1, RD526.</remarks>
internal static class FolderObjects
{
    private const long Steps = 200_000;

    private static readonly NameSet Folders = NameSet.Of(Pattern.Parse(@".*/").Pattern!);

    public static IEnumerable<LintFinding> Check(LintSubject subject) =>
        from proof in subject.Proofs
        where proof.Route.Match.Kinds.Contains(ObjectEventKind.Create)
        let found = Find(subject, proof)
        where found is not null
        select found;

    private static LintFinding? Find(LintSubject subject, RouteProof proof)
    {
        Route route = proof.Route;
        var names = NamesOf(route);
        NameSearch search = NameAnalysis.Overlap(names, Folders, new WorkBudget(Steps, subject.OutOfTime));
        if (search.Found == Decision.Yes)
            search = NameAnalysis.Between([names, Folders], Before(proof), new WorkBudget(Steps, subject.OutOfTime));
        return search.Found switch
        {
            Decision.No => null,
            Decision.Undecided => LintFinding.Warning(
                Codes.LintUnknown,
                route,
                route.Match.Object[0].Position,
                $"unknown (budget): whether `{route.Name}` takes the console's folder objects was not decided",
                "give more time with `--budget SECONDS`, or write simpler patterns"
            ),
            Decision.Yes => LintFinding.Warning(
                Codes.LintFolderObjects,
                route,
                route.Match.Object[0].Position,
                $"route `{route.Name}` takes the empty objects that the console makes for folders, "
                    + $"such as {Quote.Value(search.Witness!)}",
                @"end the pattern in a character that is not a slash, such as `[^/]`, or write `except: .*/`"
            ) with
            {
                Witness = search.Witness,
            },
        };
    }

    // The names that routes before it take whatever else an event says.
    private static ImmutableArray<NameSet> Before(RouteProof proof) =>
        [
            .. proof
                .Overlaps.Select(overlap => overlap.First)
                .Where(first =>
                    first.Match.Conditions.IsEmpty
                    && first.Match.Exceptions.IsEmpty
                    && first.Match.Kinds.Contains(ObjectEventKind.Create)
                )
                .Select(NamesOf),
        ];

    private static NameSet NamesOf(Route route) =>
        new(
            [.. route.Match.Object.Select(placed => placed.Pattern)],
            [.. route.Match.Except.Select(placed => placed.Pattern)]
        );
}
