using Dispatcher.Patterns.Automaton;

namespace Dispatcher.Analysis.Names;

/// <summary>A quick look at whether two patterns can match one name, for the many pairs that cannot: it makes nothing,
/// and keeps no names. "No" is certain; "yes" means that <see cref="NameFinder"/> has to look.</summary>
internal static class ProductWalk
{
    // Bounds the memory, 8 KiB of marks, and the time, some ten microseconds.
    private const int MostPairs = 1 << 16,
        MostSteps = 4_096;

    /// <summary>Whether a common name may exist.</summary>
    public static bool MayMeet(EpsilonFreeNfa a, EpsilonFreeNfa b)
    {
        int width = b.Count;
        if ((long)a.Count * width > MostPairs)
            return true;
        Span<ulong> seen = stackalloc ulong[((a.Count * width) + 63) / 64];
        seen.Clear();
        Span<int> pending = stackalloc int[MostSteps];
        int waiting = 0,
            steps = 0;
        if (Push(a, b, a.Start, b.Start, seen, pending, ref waiting, ref steps))
            return true;
        while (waiting > 0)
        {
            int pair = pending[--waiting];
            if (Push(a, b, a.Following(pair / width), b.Following(pair % width), seen, pending, ref waiting, ref steps))
                return true;
        }

        return false;
    }

    // True when both are at their end, or when it takes too long to tell.
    private static bool Push(
        EpsilonFreeNfa a,
        EpsilonFreeNfa b,
        int[] ofA,
        int[] ofB,
        Span<ulong> seen,
        Span<int> pending,
        ref int waiting,
        ref int steps
    )
    {
        foreach (int atA in ofA)
        {
            foreach (int atB in ofB)
            {
                if (++steps >= MostSteps)
                    return true;
                if (atA == Nfa.Accept || atB == Nfa.Accept)
                {
                    if (atA == atB)
                        return true;
                    continue;
                }

                int pair = (atA * b.Count) + atB;
                if ((seen[pair >> 6] & (1UL << (pair & 63))) != 0 || !a.Meets(atA, b, atB))
                    continue;
                seen[pair >> 6] |= 1UL << (pair & 63);
                pending[waiting++] = pair;
            }
        }

        return false;
    }
}
