using System.Collections.Immutable;
using Dispatcher.Analysis.Names;
using Dispatcher.Matching;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs;

/// <summary>What a route asks of a key beside the object's name. Equal where it is written alike.</summary>
internal sealed class ValueCondition : IEquatable<ValueCondition>
{
    private static readonly NameSet Anything = NameSet.Of(Pattern.Parse(".+").Pattern!);

    private readonly ImmutableArray<PlacedPattern> patterns;
    private readonly NameSet set;

    private ValueCondition(ImmutableArray<PlacedPattern> patterns)
    {
        this.patterns = patterns;
        set = new NameSet([.. patterns.Select(placed => placed.Pattern)], []);
    }

    /// <summary>The condition; null where there are no patterns, so that anything is accepted.</summary>
    public static ValueCondition? Of(ImmutableArray<PlacedPattern> patterns) => patterns.IsEmpty ? null : new(patterns);

    /// <summary>Whether the matcher accepts the value.</summary>
    public bool Accepts(string value) => RouteMatcher.Accepts(patterns, value);

    /// <summary>Whether a pattern may match a text that is not the name of anything: the empty text, or one with a line
    /// break or NUL, which an event member may have.</summary>
    public static bool MayMatchMoreThanNames(Pattern pattern) => pattern.IsMatch("") || HasOddCharacter(pattern.Root);

    private static bool HasOddCharacter(PatternNode node) =>
        node switch
        {
            CharsNode chars => chars.Set.Contains(0) || chars.Set.Contains('\n') || chars.Set.Contains('\r'),
            SequenceNode sequence => sequence.Items.Any(HasOddCharacter),
            ChoiceNode choice => choice.Branches.Any(HasOddCharacter),
            GroupNode group => HasOddCharacter(group.Body),
            RepeatNode repeat => HasOddCharacter(repeat.Body),
            _ => false,
        };

    /// <summary>The text of an event member that some conditions accept and others do not. At least one condition
    /// accepts.</summary>
    public static NameSearch Member(
        ImmutableArray<ValueCondition> accepting,
        ImmutableArray<ValueCondition> refusing,
        string? standIn,
        WorkBudget budget
    )
    {
        if (accepting.All(condition => condition.Accepts("")) && !refusing.Any(condition => condition.Accepts("")))
            return new NameSearch(Decision.Yes, "");
        NameSearch name = Value(accepting, refusing, standIn ?? "", null, budget);
        // A name was looked for; another text may do.
        return
            name.Found == Decision.No
            && accepting.All(condition => condition.patterns.Any(placed => HasOddCharacter(placed.Pattern.Root)))
            ? new NameSearch(Decision.Undecided, null)
            : name;
    }

    /// <summary>A value that some conditions accept and others do not, one that a person would think of where
    /// possible.</summary>
    /// <param name="accepting">The conditions that accept it; may be empty.</param>
    /// <param name="refusing">The conditions that do not.</param>
    /// <param name="standIn">Taken where nothing speaks against it.</param>
    /// <param name="within">What values there are; null for anything.</param>
    /// <param name="budget">Bounds the work.</param>
    public static NameSearch Value(
        ImmutableArray<ValueCondition> accepting,
        ImmutableArray<ValueCondition> refusing,
        string standIn,
        NameSet? within,
        WorkBudget budget
    )
    {
        foreach (
            string value in accepting
                .SelectMany(condition => EventDefaults.Literals(condition.patterns))
                .Append(standIn)
        )
        {
            if (
                (within is null || within.Contains(value))
                && accepting.All(condition => condition.Accepts(value))
                && !refusing.Any(condition => condition.Accepts(value))
            )
                return new NameSearch(Decision.Yes, value);
        }

        ImmutableArray<NameSet> inside = [.. accepting.Select(condition => condition.set)];
        return NameAnalysis.Between(
            inside.Add(within ?? Anything),
            [.. refusing.Select(condition => condition.set)],
            budget
        );
    }

    public bool Equals(ValueCondition? other) =>
        other is not null
        && patterns
            .Select(placed => placed.Pattern.Text)
            .SequenceEqual(other.patterns.Select(placed => placed.Pattern.Text), StringComparer.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as ValueCondition);

    public override int GetHashCode() => string.GetHashCode(patterns[0].Pattern.Text, StringComparison.Ordinal);
}
