using System.Collections.ObjectModel;

namespace Dispatcher.Patterns;

/// <summary>What the groups of a pattern captured.</summary>
public sealed class PatternMatch
{
    internal static readonly PatternMatch WithoutGroups = new(ReadOnlyDictionary<string, string?>.Empty);

    internal PatternMatch(IReadOnlyDictionary<string, string?> groups) => Groups = groups;

    /// <summary>The captures by group name, unnamed groups as <c>"1"</c>, <c>"2"</c>…; a group that took no part is
    /// null, and one inside a repetition has what it took last.</summary>
    public IReadOnlyDictionary<string, string?> Groups { get; }
}
