using System.Collections.Frozen;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Templates.Compiling;

/// <summary>The names a template sees and their members.</summary>
/// <remarks>routes-v1, "Templates", the table of names.</remarks>
internal static class Roots
{
    private static readonly FrozenDictionary<(string Root, string Member), FixedMember> Fixed =
        FixedMember.All.ToFrozenDictionary(member => (member.Root, member.Name));

    private static readonly FrozenDictionary<string, string[]> FixedNames = FixedMember
        .All.GroupBy(member => member.Root)
        .ToFrozenDictionary(group => group.Key, group => group.Select(member => member.Name).ToArray());

    private static readonly FrozenDictionary<string, OpenRoot> Open = new[]
    {
        OpenRoot.Config,
        OpenRoot.Groups,
        OpenRoot.Vars,
    }.ToFrozenDictionary(root => root.Name);

    /// <summary>Every name this template sees.</summary>
    public static IEnumerable<string> NamesFor(TemplateNames names) =>
        FixedNames.Keys.Concat(Open.Keys).Where(names.Sees).Order(StringComparer.Ordinal);

    /// <summary>Whether the name is one of those templates know, for this template or another.</summary>
    public static bool IsRoot(string name) => FixedNames.ContainsKey(name) || Open.ContainsKey(name);

    /// <summary>The members of a fixed shape; null where the name is none.</summary>
    public static IReadOnlyList<string>? MembersOf(string root) => FixedNames.GetValueOrDefault(root);

    /// <summary>A member of a fixed shape, or null.</summary>
    public static FixedMember? FixedMemberOf(string root, string member) => Fixed.GetValueOrDefault((root, member));

    /// <summary>A name with open members, or null.</summary>
    public static OpenRoot? OpenRootOf(string root) => Open.GetValueOrDefault(root);

    /// <summary>The look-up of a member that this template may name, or null.</summary>
    /// <param name="root">The name before the dot.</param>
    /// <param name="member">The name after it.</param>
    /// <param name="names">What the template sees.</param>
    /// <param name="optional">Whether it stands left of <c>??</c>.</param>
    public static Expression? Find(string root, string member, TemplateNames names, bool optional)
    {
        if (!names.Sees(root))
            return null;
        if (FixedMemberOf(root, member) is { } known)
            return new FixedLookup(known);
        if (
            OpenRootOf(root) is not { } open
            || !(MayBeThere(open, member, names) || (optional && open == OpenRoot.Groups))
        )
            return null;
        return new OpenLookup(open, new Constant(member), KindsOf(open, member, names, optional));
    }

    /// <summary>What a look-up by a written name can give.</summary>
    public static Kinds KindsOf(OpenRoot root, string member, TemplateNames names, bool optional)
    {
        if (root == OpenRoot.Config)
            return optional ? Kinds.Text | Kinds.Null : Kinds.Text;
        if (root == OpenRoot.Vars)
            return Kinds.Text;
        return !names.Groups.Contains(member) ? Kinds.Nothing
            : names.MayBeMissing(member) ? Kinds.Text | Kinds.Nothing
            : Kinds.Text;
    }

    /// <summary>Whether, as far as is known at load, the member can be there.</summary>
    public static bool MayBeThere(OpenRoot root, string member, TemplateNames names) =>
        root == OpenRoot.Config
        || (root == OpenRoot.Groups && names.Groups.Contains(member))
        || (root == OpenRoot.Vars && names.VarsAllowed && names.Vars.Contains(member));
}
