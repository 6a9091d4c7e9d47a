using System.Collections.Immutable;

namespace Dispatcher.Analysis.Names;

/// <summary>How a question ended.</summary>
public enum Decision
{
    /// <summary>Proved not to be so.</summary>
    No,

    /// <summary>Proved to be so.</summary>
    Yes,

    /// <summary>The budget ran out first.</summary>
    Undecided,
}

/// <summary>The answer to "is there a name …?".</summary>
/// <param name="Found">Whether there is one.</param>
/// <param name="Witness">A shortest such name when there is, confirmed by the matcher; else null.</param>
public sealed record NameSearch(Decision Found, string? Witness)
{
    internal static readonly NameSearch None = new(Decision.No, null);
    internal static readonly NameSearch Unknown = new(Decision.Undecided, null);
}

/// <summary>The answer to "do these sets together have every name of that one?".</summary>
/// <param name="Covered">Whether they do.</param>
/// <param name="Witness">A shortest name they do not have, when they do not; confirmed by the matcher.</param>
/// <param name="Needed">When they do: the indexes of sets that are enough together, none of which can be left out as
/// far as the budget could tell; later ones are left out first.</param>
public sealed record Coverage(Decision Covered, string? Witness, ImmutableArray<int> Needed);
