using System.Text;
using Dispatcher.Patterns.Automaton;

namespace Dispatcher.Patterns.Engine;

/// <summary>Finds the captures of a whole match by running all alternatives side by side, each with its marks, the
/// preferred one first (Pike's machine): time linear in the value for every pattern, and no memory of its own but the
/// answer's.</summary>
internal static class PikeVm
{
    private const int LargestKept = 16_384;

    // Kept from value to value; what a large automaton needs goes with it.
    [ThreadStatic]
    private static Threads? first,
        second;

    /// <summary>The marks of the preferred match: start and end of each group, −1 where it took no part; null when
    /// nothing matches, or when the budget is spent.</summary>
    public static int[]? Find(Nfa nfa, string value, WorkBudget? work)
    {
        Threads current = Kept(ref first, nfa),
            following = Kept(ref second, nfa);
        current.Clear();
        current.Start(nfa.Start, [], 0);
        for (int at = 0; at < value.Length; )
        {
            if (!Rune.TryGetRuneAt(value, at, out Rune rune))
                return null;
            int next = at + rune.Utf16SequenceLength;
            following.Clear();
            for (int i = 0; i < current.Count; i++)
            {
                ref readonly NfaState state = ref nfa[current.Place(i)];
                if (state.Characters is { } characters && characters.Set.Contains(rune.Value))
                    following.Start(state.Next, current.Marks(i), next);
            }

            if (following.Count == 0 || work?.Spend((long)following.Count * (1 + (2 * nfa.GroupCount))) == false)
                return null;
            (current, following, at) = (following, current, next);
        }

        for (int i = 0; i < current.Count; i++)
        {
            if (current.Place(i) == Nfa.Accept)
                return current.Marks(i).ToArray();
        }

        return null;
    }

    private static Threads Kept(ref Threads? kept, Nfa nfa)
    {
        Threads threads = kept is not null && kept.Fits(nfa) ? kept : new Threads(nfa);
        threads.Run(nfa);
        kept = threads.Size <= LargestKept ? threads : null;
        return threads;
    }

    private sealed class Threads(Nfa largest)
    {
        private readonly int[] places = new int[largest.Count];
        private readonly int[] visited = new int[largest.Count];
        private readonly int[] marks = new int[largest.Count * 2 * largest.GroupCount];
        private readonly int[] path = new int[2 * largest.GroupCount];
        private readonly Stack<(int Place, int Slot, int Before)> pending = new();
        private Nfa nfa = largest;
        private int width;
        private int generation = 1;

        public int Count { get; private set; }

        public int Size => marks.Length + (2 * places.Length);

        public int Place(int index) => places[index];

        public ReadOnlySpan<int> Marks(int index) => marks.AsSpan(index * width, width);

        public bool Fits(Nfa other) =>
            other.Count <= places.Length
            && 2 * other.GroupCount <= path.Length
            && other.Count * 2 * other.GroupCount <= marks.Length;

        public void Run(Nfa next) => (nfa, width) = (next, 2 * next.GroupCount);

        public void Clear()
        {
            if (generation == int.MaxValue)
            {
                Array.Clear(visited);
                generation = 0;
            }

            (Count, generation) = (0, generation + 1);
        }

        // Follows everything that consumes nothing, the preferred way first; a place that was reached before was
        // reached with a higher priority. A mark is taken back when all that lies behind it has been followed.
        public void Start(int place, ReadOnlySpan<int> from, int at)
        {
            Span<int> path = this.path.AsSpan(0, width);
            if (from.IsEmpty)
                path.Fill(-1);
            else
                from.CopyTo(path);
            pending.Push((place, -1, 0));
            while (pending.TryPop(out (int Place, int Slot, int Before) step))
            {
                if (step.Slot >= 0)
                {
                    path[step.Slot] = step.Before;
                    continue;
                }

                if (visited[step.Place] == generation)
                    continue;
                visited[step.Place] = generation;
                ref readonly NfaState state = ref nfa[step.Place];
                switch (state.Kind)
                {
                    case StateKind.Fork:
                        pending.Push((state.Other, -1, 0));
                        pending.Push((state.Next, -1, 0));
                        break;
                    case StateKind.Mark:
                        pending.Push((0, state.Slot, path[state.Slot]));
                        path[state.Slot] = at;
                        pending.Push((state.Next, -1, 0));
                        break;
                    case StateKind.Accept:
                    case StateKind.Characters:
                        path.CopyTo(marks.AsSpan(Count * width));
                        places[Count++] = step.Place;
                        break;
                }
            }
        }
    }
}
