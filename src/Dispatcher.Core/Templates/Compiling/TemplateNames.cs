using System.Collections.Frozen;
using System.Collections.Immutable;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Templates.Compiling;

/// <summary>What one template may see, as far as that is known when the route set is loaded.</summary>
/// <remarks>routes-v1, "Templates": a template of <c>vars</c> sees everything but <c>vars</c>.</remarks>
public sealed record TemplateNames
{
    /// <summary>Whether <c>vars</c> exists for this template; false for the templates of <c>vars</c>
    /// themselves.</summary>
    public bool VarsAllowed { get; init; } = true;

    /// <summary>The names of <c>defaults.vars</c> and the route's <c>vars</c>.</summary>
    public IReadOnlySet<string> Vars { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The groups of every expression in the route's <c>match.object</c>, by name and by number
    /// (<c>"1"</c>).</summary>
    public IReadOnlySet<string> Groups { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Those of <see cref="Groups"/> that may take no part, or that some expression lacks: they may be
    /// null.</summary>
    public IReadOnlySet<string> OptionalGroups { get; init; } = FrozenSet<string>.Empty;

    internal TemplateUse Use { get; private init; }

    /// <summary>The expressions of <c>match.object</c>; empty where they are not known.</summary>
    internal IReadOnlyCollection<Pattern> Objects { get; init; } = [];

    /// <summary>Bounds the suggestions of the whole load; null for no bound.</summary>
    internal WorkBudget? Suggesting { get; init; }

    /// <summary>The names that a route gives to its templates.</summary>
    /// <param name="objects">The expressions of <c>match.object</c>.</param>
    /// <param name="vars">The names of its variables.</param>
    public static TemplateNames Of(IReadOnlyCollection<Pattern> objects, IEnumerable<string> vars)
    {
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(vars);
        var always = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (PatternGroup group in objects.SelectMany(PatternGroup.Of))
            always[group.Name] = always.GetValueOrDefault(group.Name) + (group.AlwaysTakesPart ? 1 : 0);
        return new()
        {
            Objects = objects,
            Vars = vars.ToHashSet(StringComparer.Ordinal),
            Groups = always.Keys.ToHashSet(StringComparer.Ordinal),
            OptionalGroups = always
                .Where(group => group.Value < objects.Count)
                .Select(group => group.Key)
                .ToHashSet(StringComparer.Ordinal),
        };
    }

    /// <summary>What a group can capture, for each expression that has it.</summary>
    internal IEnumerable<PatternNode> CapturesOf(string group) =>
        Objects.SelectMany(PatternGroup.Of).Where(found => found.Name == group).Select(found => found.Body);

    /// <summary>The same for a template that several routes share, of which each may have other groups.</summary>
    internal TemplateNames Shared => this with { OptionalGroups = Groups };

    /// <summary>The same for templates of another use.</summary>
    internal TemplateNames For(TemplateUse use) =>
        use == TemplateUse.Key ? WithoutVars with { Use = use } : this with { Use = use };

    /// <summary>Whether the template sees a name.</summary>
    internal bool Sees(string root) =>
        (root != "vars" || VarsAllowed)
        && Use switch
        {
            TemplateUse.Event => root != "group",
            TemplateUse.Group => root is not ("object" or "event" or "groups"),
            TemplateUse.Key => root is "groups" or "bucket" or "config",
            TemplateUse.Any => true,
        };

    /// <summary>The same for the templates of <c>vars</c> themselves.</summary>
    internal TemplateNames WithoutVars => this with { VarsAllowed = false, Vars = FrozenSet<string>.Empty };

    internal bool MayBeMissing(string group) => !Groups.Contains(group) || OptionalGroups.Contains(group);

    /// <summary>Whether a template that has been accepted under other names, with these look-ups, is accepted under
    /// these as well, and means the same.</summary>
    internal bool Have(ImmutableArray<TemplateReference> references)
    {
        foreach (TemplateReference reference in references)
        {
            bool known =
                Sees(reference.Root)
                && reference.Root switch
                {
                    "vars" => VarsAllowed && (reference.Member is null || Vars.Contains(reference.Member)),
                    "groups" => reference.Member is null
                        || (
                            MayBeMissing(reference.Member) == reference.MayBeMissing
                            && (reference.Optional || Groups.Contains(reference.Member))
                        ),
                    _ => true,
                };
            if (!known)
                return false;
        }

        return true;
    }
}
