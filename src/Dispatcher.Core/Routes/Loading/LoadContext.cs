using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Patterns;
using Dispatcher.Templates;
using Dispatcher.Templates.Compiling;

namespace Dispatcher.Routes.Loading;

/// <summary>What the readers of one load share: the problems found so far, and the patterns and templates already
/// parsed.</summary>
internal sealed class LoadContext
{
    // A default is read once for every route that inherits it; its problem is still one problem.
    // The route is that of the one place that has it, null where several do.
    private readonly Dictionary<Diagnostic, string?> seen = [];
    private readonly Dictionary<string, PatternParse> patterns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TextTemplate> templates = new(StringComparer.Ordinal);

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

    /// <summary>Adds an error.</summary>
    public void Error(string code, SourcePosition position, string message, string hint) =>
        Add(new Diagnostic(code, Severity.Error, position, message, hint));

    /// <summary>Adds a problem as it is.</summary>
    public void Add(Diagnostic diagnostic)
    {
        // The same place and words under two routes is the same problem of their shared default.
        if (!seen.TryAdd(diagnostic, Route) && seen[diagnostic] != Route)
            seen[diagnostic] = null;
        ErrorCount += diagnostic.Severity == Severity.Error ? 1 : 0;
    }

    /// <summary>Adds those problems that nobody has reported at their place yet.</summary>
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
        if (!patterns.TryGetValue(text, out PatternParse? parse))
            patterns.Add(text, parse = Patterns.Pattern.Parse(text));
        return parse;
    }

    /// <summary>The template of this text: the same one for every route that may use it. Defaults are inherited by
    /// every route, and routes repeat each other.</summary>
    public TemplateParse Template(string text, TemplateNames names)
    {
        if (templates.TryGetValue(text, out TextTemplate? known) && names.Have(known.References))
            return new(known, []);
        TemplateParse parse = TextTemplate.Parse(text, names);
        // Whether a value needs to be encoded, the route's own patterns say.
        if (parse.Template is { IsJson: false } template)
            templates[text] = template;
        return parse;
    }
}
