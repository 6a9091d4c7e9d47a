using System.Collections.Immutable;
using Dispatcher.Analysis.Images;
using Dispatcher.Analysis.Names;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs.Writes;

/// <summary>Whether a name that a route takes cannot be rendered: a date that does not exist, a text that is not of its
/// type, a length, a path segment.</summary>
/// <remarks>proofs-v1, RD523. Names with control characters, which every template refuses (RD303), and what only the
/// configuration or the rest of the event decides are no part of the question.</remarks>
internal static class RenderFailures
{
    private const int MostNames = 250,
        LongestName = NameFinder.MaxNameBytes,
        MostEncoded = 9;
    private const long Steps = 100_000;

    private static readonly Pattern DotSegments = Pattern.Parse(@"(?:.*/)?\.\.?(?:/.*)?").Pattern!;
    private static readonly NameSet Schemas = NameSet.Of(Pattern.Parse("[^/]+/[^/]+").Pattern!);
    private static readonly PatternNode SettingText = Languages.Of("[A-Za-z0-9]+");

    private static readonly string[] NameErrors =
    [
        Codes.RenderFailed,
        Codes.RenderMissing,
        Codes.RenderPathSegment,
        Codes.RenderSchema,
        Codes.RenderTooLong,
        Codes.RenderBound,
        Codes.RenderTaskMissing,
        Codes.RenderType,
    ];

    /// <summary>Whether it is proved that the route's request can be rendered for every name that it takes, with this
    /// configuration and whatever else an event says.</summary>
    public static bool CannotFail(Route route, Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(route);
        return RouteTemplates.RequiredConfiguration(route).All(key => configuration.Find(key) is { Length: > 0 })
            && RouteTemplates
                .Of(route)
                .SelectMany(placed => placed.Template.References)
                .All(reference => IsKnown(route, reference.Root, reference.Member))
            && Look(route, configuration, isEventHarmless: false, () => new WorkBudget(Steps)) is { IsSafe: true };
    }

    // What every event of the route has.
    private static bool IsKnown(Route route, string root, string? member) =>
        (root, member) switch
        {
            ("groups" or "config" or "vars" or "route", _) => true,
            ("object", "name" or "folder" or "file" or "stem" or "extension") => true,
            ("event", "time") => true,
            ("bucket", "name") => IsOne(route, MatchKeys.Bucket),
            ("bucket", "namespace") => IsOne(route, MatchKeys.Namespace),
            _ => false,
        };

    private static bool IsOne(Route route, MatchKey key) => route.Match[key] is [{ Pattern.Exact: not null }];

    /// <summary>The answer for one route.</summary>
    public static Verdict Ask(Route route, Configuration? configuration, Production production)
    {
        Looked looked = Look(route, configuration, isEventHarmless: true, () => production.Budget());
        if (looked.IsSafe)
            return Verdict.Proved.Instance;
        (TemplateImages templates, ImmutableArray<Skeleton> names, ImmutableArray<Skeleton> subjects) = (
            looked.Templates,
            looked.Names,
            looked.Subjects
        );
        var tries = new NameTries(templates.Hints);
        IEnumerable<string> Suspected(bool areKeys) =>
            looked
                .Suspects.Where(suspect => suspect.IsKey == areKeys)
                .SelectMany(suspect =>
                    Origins
                        .Of(
                            WriteWay.Of(
                                suspect.Rendered.Name,
                                suspect.Rendered.Pieces,
                                null,
                                PartTexts.Grouped(suspect.Rendered.Name, suspect.Rendered.Pieces)
                            ),
                            suspect.Text,
                            null,
                            tries
                        )
                        .Take(8)
                        .Select(origin => origin.Name)
                );
        // Of a route that is not grouped both are names.
        IEnumerable<EventDocument?> tried = Suspected(areKeys: true)
            .Concat(names.SelectMany(name => Usual(name, tries)))
            .Distinct()
            .Select(name => production.Event(route, name));
        IEnumerable<EventDocument?> made = Suspected(areKeys: false)
            .Concat(route.Group is null ? [] : subjects.SelectMany(subject => Usual(subject, tries)))
            .Distinct()
            .Select(subject => production.Of(route, subject));
        foreach (EventDocument? document in made.Concat(tried).Take(MostNames))
        {
            if (production.IsOver)
                break;
            if (document is null)
                continue;
            ProofStep? step = production.Run(document, route, ImmutableSortedDictionary<string, string>.Empty, null);
            if (step?.Error is { } error && IsOfName(error))
                return new Verdict.Refuted([step]);
        }

        return !looked.IsDecided || production.IsOver ? Verdict.Unknown.Budget : Verdict.Unknown.Tries;
    }

    // All that may make a template fail, whatever the name; what else the event says is taken for harmless, or for what
    // it may be.
    private static Looked Look(Route route, Configuration? configuration, bool isEventHarmless, Func<WorkBudget> budget)
    {
        var templates = new TemplateImages(route, configuration);
        ImmutableArray<Skeleton> names = WriteImage.NamesOf(route),
            subjects = WriteImage.SubjectsOf(route, configuration);
        var suspects = new List<(Rendered Rendered, string Text, bool IsKey)>();
        bool decided = true,
            safe = true;
        PlacedTemplate[] keys = [.. RouteTemplates.OfKeys(route)];
        foreach ((PlacedTemplate placed, NameSet? wanted, bool mayBeEmpty) in Texts(route))
        {
            if (placed.Template.IsLiteral)
                continue;
            bool isKey = keys.Contains(placed);
            bool isName =
                placed.Template.Text.Trim() is ['{', '{', .. var inner, '}', '}'] && inner.Trim() == "object.name";
            foreach (
                Rendered written in (isKey ? names : subjects).SelectMany(name => templates.Of(placed.Template, name))
            )
            {
                Rendered rendered = isEventHarmless ? Harmless(written) : written;
                safe &= MostCharacters(rendered) <= route.MaxLength;
                foreach (NameSearch search in Searches(rendered, isName, wanted, mayBeEmpty, budget))
                {
                    decided &= search.Found != Decision.Undecided;
                    safe &= search.Found == Decision.No;
                    if (search.Witness is { } text)
                        suspects.Add((written, text, isKey));
                }
            }
        }

        return new Looked(templates, names, subjects, suspects, decided, safe && decided && templates.Risks.Count == 0);
    }

    private sealed record Looked(
        TemplateImages Templates,
        ImmutableArray<Skeleton> Names,
        ImmutableArray<Skeleton> Subjects,
        List<(Rendered Rendered, string Text, bool IsKey)> Suspects,
        bool IsDecided,
        bool IsSafe
    );

    private static bool IsOfName(string error) =>
        NameErrors.Any(code => error.StartsWith(code, StringComparison.Ordinal))
        && !error.Contains("configuration key", StringComparison.Ordinal);

    // Every template, what its text must be, and whether it may be empty.
    private static IEnumerable<(PlacedTemplate Template, NameSet? Wanted, bool MayBeEmpty)> Texts(Route route)
    {
        foreach (PlacedTemplate placed in RouteTemplates.Of(route).Except(RouteTemplates.OfBindings(route)))
        {
            bool isNeeded =
                placed == route.Task?.Key
                || placed == route.Task?.Workspace
                || placed == route.Task?.Application
                || placed == route.Task?.Name
                || placed == route.Group?.By;
            yield return (placed, null, !isNeeded);
        }

        foreach (RouteBinding binding in route.Bindings)
        {
            NameSet? wanted =
                binding.Kind == BindingKind.Schema ? Schemas
                : binding.Type.Pattern() is { } type ? NameSet.Of(type)
                : null;
            foreach (PlacedTemplate placed in RouteTemplates.Of(binding.Value))
                yield return (placed, wanted, wanted is null || binding.Optional);
        }
    }

    // What the configuration and the rest of the event say, where the question is about names.
    private static Rendered Harmless(Rendered rendered) =>
        rendered with
        {
            Pieces =
            [
                .. rendered.Pieces.Select(piece =>
                    piece is Piece.Setting or Piece.Derived { Parts.IsEmpty: true }
                        ? new Piece.Derived(SettingText, [], false, Variation.Event)
                        {
                            Longest = (piece as Piece.Derived)?.Longest ?? 0,
                        }
                        : piece
                ),
            ],
        };

    private static IEnumerable<NameSearch> Searches(
        Rendered rendered,
        bool isName,
        NameSet? wanted,
        bool mayBeEmpty,
        Func<WorkBudget> budget
    )
    {
        bool mayHaveDots = !isName && rendered.Pieces.Any(piece => MayMakeDots(piece, rendered.Name));
        if (!mayHaveDots && wanted is null && mayBeEmpty)
            yield break;
        NameSet texts = NameSet.Of(PartTexts.Grouped(rendered.Name, rendered.Pieces));
        if (mayHaveDots)
            yield return NameAnalysis.Overlap(texts, NameSet.Of(DotSegments), budget());
        if (wanted is not null)
            yield return NameAnalysis.Difference(texts, wanted, budget());
        if (!mayBeEmpty && texts.Contains(""))
            yield return new NameSearch(Decision.Yes, "");
    }

    private static bool MayMakeDots(Piece piece, Skeleton name) =>
        piece switch
        {
            Piece.Text text => MayMakeDots(text.Value),
            Piece.Copy copy when name.Parts[copy.Part].Text is { } text => MayMakeDots(text),
            Piece.Copy copy => Languages.Alphabet(name.Parts[copy.Part].Language).Contains('.'),
            Piece.Derived derived => Languages.Alphabet(derived.Texts).Contains('.'),
            _ => false,
        };

    // With whatever stands before and after it. A value that is empty may have stood inside, so that the segment is not
    // the template's own text.
    private static bool MayMakeDots(string text) =>
        text is "." or ".."
        || text.StartsWith("./", StringComparison.Ordinal)
        || text.StartsWith("../", StringComparison.Ordinal)
        || text.EndsWith("/.", StringComparison.Ordinal)
        || text.EndsWith("/..", StringComparison.Ordinal)
        || text.Contains("/./", StringComparison.Ordinal)
        || text.Contains("/../", StringComparison.Ordinal);

    // In UTF-16 units, of which a name has no more than bytes.
    private static long MostCharacters(Rendered rendered) =>
        rendered.Pieces.Sum(piece =>
            piece switch
            {
                Piece.Text text => text.Value.Length,
                Piece.Copy copy => Math.Min(
                    LongestName,
                    2L * (Languages.MostCharacters(rendered.Name.Parts[copy.Part].Language) ?? LongestName)
                ),
                Piece.Derived { Longest: { } longest } => longest,
                Piece.Derived derived => 2L * (Languages.MostCharacters(derived.Texts) ?? LongestName * MostEncoded),
                _ => 0,
            }
        );

    private static IEnumerable<string> Usual(Skeleton name, NameTries tries) =>
        tries.Names(name, ImmutableDictionary<int, string>.Empty).Concat(Long(name, tries));

    // Names as long as names can be.
    private static IEnumerable<string> Long(Skeleton name, NameTries tries)
    {
        for (int i = 0; i < name.Parts.Length; i++)
        {
            NamePart part = name.Parts[i];
            if (part.Text is not null || Languages.MostCharacters(part.Language) is not null)
                continue;
            string shortest = tries.Name(name, new Dictionary<int, string> { [i] = "" });
            string? word = tries.Words(part).FirstOrDefault(word => word.Length > 0);
            if (word is null)
                continue;
            string repeated = string.Concat(Enumerable.Repeat(word, LongestName / word.Length));
            yield return tries.Name(
                name,
                new Dictionary<int, string>
                {
                    [i] = repeated[..Math.Max(0, LongestName - System.Text.Encoding.UTF8.GetByteCount(shortest))],
                }
            );
        }
    }
}
