using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Templates;
using Dispatcher.Templates.Compiling;

namespace Dispatcher.Routes.Loading;

/// <summary>What the readers of one load share: the problems found so far, and the patterns and templates already
/// parsed.</summary>
/// <param name="cancellationToken">Ends the load.</param>
internal sealed class LoadContext(CancellationToken cancellationToken)
{
    // Names times names can be billions of comparisons; this many take a tenth of a second. A file that is written by
    // hand needs a few thousand.
    private const long SuggestionSteps = 1 << 24;

    // What a pattern is read into takes some 25 bytes a character, whether or not an event ever needs it.
    private const int MostPatternCharacters = 4_000_000;

    // Of variables and bindings, once the defaults are merged into every route: 20,000 routes with a hundred each.
    private const int MostMerged = 2_000_000;

    // A default is read once for every route that inherits it; its problem is still one problem.
    // The route is that of the one place that has it, null where several do.
    private readonly Dictionary<Diagnostic, string?> seen = [];
    private readonly Dictionary<string, PatternParse> patterns = new(StringComparer.Ordinal);
    private int merged;
    private int patternCharacters;
    private readonly Dictionary<string, TextTemplate> templates = new(StringComparer.Ordinal);

    /// <summary>Ends the load.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Bounds the suggestions of the whole load.</summary>
    public WorkBudget Suggesting { get; } = new(SuggestionSteps);

    /// <summary>Whether the routes read so far have more than a set may have: the others are not read.</summary>
    public bool IsTooLarge => merged > MostMerged || patternCharacters > MostPatternCharacters;

    /// <summary>The names of the routes met so far, and where each stands.</summary>
    public Dictionary<string, SourcePosition> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>The name of the route that is being read; null outside of one.</summary>
    public string? Route { get; set; }

    /// <summary>Names that must be routes of the set, where they are written, and in which route.</summary>
    public List<(string Name, SourcePosition Position, string? Route)> Expected { get; } = [];

    /// <summary>How often an error was reported so far, repetitions included: a reader compares it before and
    /// after.</summary>
    public int ErrorCount { get; private set; }

    /// <summary>Every problem, ordered by position.</summary>
    public ImmutableArray<Diagnostic> Diagnostics =>
        [
            .. seen.Select(pair => pair.Key with { Route = pair.Value })
                .OrderBy(d => d.Position)
                .ThenBy(d => d.Code, StringComparer.Ordinal)
                .ThenBy(d => d.Message, StringComparer.Ordinal),
        ];

    /// <summary>Counts what a route has with its defaults; false, and an error, where that is too much for the
    /// set.</summary>
    public bool CanMerge(int members, SourcePosition position)
    {
        cancellationToken.ThrowIfCancellationRequested();
        merged += members;
        if (merged > MostMerged)
            Error(
                Codes.LimitPassed,
                position,
                $"the routes up to here have {merged:N0} variables and bindings with those of `defaults`, "
                    + $"more than {MostMerged:N0} in a route set",
                "take out of `defaults` what few routes use"
            );
        return !IsTooLarge;
    }

    /// <summary>Adds an error.</summary>
    public void Error(string code, SourcePosition position, string message, string hint) =>
        Add(new Diagnostic(code, Severity.Error, position, message, hint));

    /// <summary>Adds a problem as it is.</summary>
    public void Add(Diagnostic diagnostic)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // The same place and words under two routes is the same problem of their shared default.
        if (!seen.TryAdd(diagnostic, Route) && seen[diagnostic] != Route)
            seen[diagnostic] = null;
        ErrorCount += diagnostic.Severity == Severity.Error ? 1 : 0;
    }

    /// <summary>Adds those problems that are not reported at their place yet.</summary>
    public void AddNew(ImmutableArray<Diagnostic> diagnostics)
    {
        if (diagnostics.IsEmpty)
            return;
        var known = seen.Keys.Select(diagnostic => (diagnostic.Code, diagnostic.Position)).ToHashSet();
        foreach (
            Diagnostic diagnostic in diagnostics.Where(diagnostic =>
                !known.Contains((diagnostic.Code, diagnostic.Position))
            )
        )
            Add(diagnostic);
    }

    /// <summary>The pattern of this text, parsed once a load.</summary>
    public PatternParse Pattern(string text)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (patterns.TryGetValue(text, out PatternParse? parse))
            return parse;
        patternCharacters += text.Length;
        parse =
            patternCharacters <= MostPatternCharacters
                ? Patterns.Pattern.Parse(text)
                : new PatternParse(
                    null,
                    [
                        new PatternProblem(
                            Codes.LimitPassed,
                            0,
                            text.Length,
                            $"the different patterns up to here have {patternCharacters:N0} characters, "
                                + $"more than {MostPatternCharacters:N0} in a route set",
                            "split the set over several functions, or write shorter patterns"
                        ),
                    ]
                );
        patterns.Add(text, parse);
        return parse;
    }

    /// <summary>The template of this text: the same one for every route that may use it. Defaults are inherited by
    /// every route, and routes repeat each other.</summary>
    public TemplateParse Template(string text, TemplateNames names)
    {
        if (templates.TryGetValue(text, out TextTemplate? known) && names.Have(known.References))
            return new(known, []);
        cancellationToken.ThrowIfCancellationRequested();
        TemplateParse parse = TextTemplate.Parse(text, names with { Suggesting = Suggesting });
        // Whether a value needs to be encoded, the route's own patterns say.
        if (parse.Template is { IsJson: false } template)
            templates[text] = template;
        return parse;
    }
}
