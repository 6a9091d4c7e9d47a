using System.Collections.Frozen;
using System.Collections.Immutable;

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

    /// <summary>Whether a template that has been accepted under other names, with these look-ups, is accepted under
    /// these as well.</summary>
    internal bool Have(ImmutableArray<TemplateReference> references)
    {
        foreach (TemplateReference reference in references)
        {
            bool known = reference.Root switch
            {
                "vars" => VarsAllowed && (reference.Member is null || Vars.Contains(reference.Member)),
                "groups" => reference.Optional || reference.Member is null || Groups.Contains(reference.Member),
                _ => true,
            };
            if (!known)
                return false;
        }

        return true;
    }
}
