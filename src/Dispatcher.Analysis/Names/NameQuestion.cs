using System.Collections.Immutable;
using Dispatcher.Patterns;

namespace Dispatcher.Analysis.Names;

/// <summary>Is there a name that is in all of some sets and in none of others?</summary>
internal sealed record NameQuestion(ImmutableArray<NameSet> InAll, ImmutableArray<NameSet> InNone)
{
    /// <summary>The question without the patterns that cannot matter, by the literal text that matches begin and end
    /// with and by a quick walk; null when the answer is no by that alone.</summary>
    public NameQuestion? Reduced()
    {
        // Nearly all pairs of a large route set end here, and nothing has been made for them.
        for (int i = 1; i < InAll.Length; i++)
        {
            if (!MayMeet(InAll[0].Include, InAll[i].Include))
                return null;
        }

        var inAll = ImmutableArray.CreateBuilder<NameSet>(InAll.Length);
        foreach (NameSet set in InAll)
        {
            ImmutableArray<Pattern> possible = set.Include.RemoveAll(pattern =>
                !InAll.All(other => MayMeet(pattern, other.Include))
            );
            if (possible.IsEmpty)
                return null;
            inAll.Add(new NameSet(possible, set.Except.RemoveAll(pattern => !MayMeet(pattern, possible))));
        }

        ImmutableArray<NameSet> inNone = InNone;
        if (!inNone.IsEmpty)
        {
            inNone =
            [
                .. inNone
                    .Select(set => new NameSet(
                        set.Include.RemoveAll(pattern => !inAll.All(other => MayMeet(pattern, other.Include))),
                        set.Except
                    ))
                    .Where(set => !set.Include.IsEmpty)
                    .Select(set =>
                        set with
                        {
                            Except = set.Except.RemoveAll(pattern =>
                                !inAll.All(other => MayMeet(pattern, other.Include))
                            ),
                        }
                    ),
            ];
        }

        return new NameQuestion(inAll.MoveToImmutable(), inNone);
    }

    /// <summary>Whether the matcher agrees.</summary>
    public bool IsAnsweredBy(string name) =>
        InAll.All(set => set.Contains(name)) && !InNone.Any(set => set.Contains(name));

    /// <summary>Whether a name could be in both sets; false is certain, and costs little.</summary>
    public static bool MayMeet(NameSet a, NameSet b) => MayMeet(a.Include, b.Include);

    private static bool MayMeet(ImmutableArray<Pattern> patterns, ImmutableArray<Pattern> others)
    {
        foreach (Pattern pattern in patterns)
        {
            if (MayMeet(pattern, others))
                return true;
        }

        return false;
    }

    private static bool MayMeet(Pattern pattern, ImmutableArray<Pattern> others)
    {
        foreach (Pattern other in others)
        {
            if (MayMeet(pattern, other))
                return true;
        }

        return false;
    }

    private static bool MayMeet(Pattern a, Pattern b) =>
        ReferenceEquals(a, b)
        || (
            Agree(a.RequiredPrefix, b.RequiredPrefix)
            && a.RequiredSuffix.AsSpan(Math.Max(0, a.RequiredSuffix.Length - b.RequiredSuffix.Length))
                .SequenceEqual(b.RequiredSuffix.AsSpan(Math.Max(0, b.RequiredSuffix.Length - a.RequiredSuffix.Length)))
            && ProductWalk.MayMeet(a.EpsilonFree, b.EpsilonFree)
        );

    private static bool Agree(string a, string b)
    {
        int length = Math.Min(a.Length, b.Length);
        return a.AsSpan(0, length).SequenceEqual(b.AsSpan(0, length));
    }
}
