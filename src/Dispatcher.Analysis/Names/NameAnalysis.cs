using System.Collections.Immutable;

namespace Dispatcher.Analysis.Names;

/// <summary>Decides questions about all object names at once. A name is what Object Storage allows: 1 to 1,024 bytes of
/// UTF-8 without NUL, line feed and carriage return. Every witness is a shortest one, as readable as the patterns
/// allow, and confirmed by the matcher that routes run on.</summary>
public static class NameAnalysis
{
    /// <summary>A name in the set; <see cref="Decision.No"/> when it has none.</summary>
    public static NameSearch Witness(NameSet set, WorkBudget budget)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(budget);
        return NameFinder.Find(new NameQuestion([set], []), budget);
    }

    /// <summary>A name in both sets.</summary>
    public static NameSearch Overlap(NameSet a, NameSet b, WorkBudget budget)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(budget);
        return NameFinder.Find(new NameQuestion([a, b], []), budget);
    }

    /// <summary>A name in the one set and not in the other.</summary>
    public static NameSearch Difference(NameSet of, NameSet without, WorkBudget budget)
    {
        ArgumentNullException.ThrowIfNull(of);
        ArgumentNullException.ThrowIfNull(without);
        ArgumentNullException.ThrowIfNull(budget);
        return NameFinder.Find(new NameQuestion([of], [without]), budget);
    }

    /// <summary>A name in all of some sets and in none of others: for <c>moves A → B</c>, where earlier routes take
    /// names away.</summary>
    public static NameSearch Between(ImmutableArray<NameSet> inAll, ImmutableArray<NameSet> inNone, WorkBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        if (inAll.IsDefaultOrEmpty)
            throw new ArgumentException("at least one set is needed that the name is in", nameof(inAll));
        return NameFinder.Find(new NameQuestion(inAll, inNone), budget);
    }

    /// <summary>Whether some sets together have every name of another.</summary>
    public static Coverage Covered(NameSet set, ImmutableArray<NameSet> by, WorkBudget budget)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(budget);
        NameSearch outside = NameFinder.Find(new NameQuestion([set], by), budget);
        if (outside.Found != Decision.No)
            return new Coverage(outside.Found == Decision.Yes ? Decision.No : Decision.Undecided, outside.Witness, []);

        List<int> needed =
        [
            .. Enumerable
                .Range(0, by.Length)
                .Where(i => NameFinder.Find(new NameQuestion([set, by[i]], []), budget).Found != Decision.No),
        ];
        for (int i = needed.Count - 1; i >= 0; i--)
        {
            ImmutableArray<NameSet> others = [.. needed.Where((_, n) => n != i).Select(index => by[index])];
            if (NameFinder.Find(new NameQuestion([set], others), budget).Found == Decision.No)
                needed.RemoveAt(i);
        }

        return new Coverage(Decision.Yes, null, [.. needed]);
    }
}
