using System.Text;

namespace Dispatcher.Patterns.Engine;

/// <summary>Finds the captures of a whole match by running all alternatives side by side, each with its marks, the
/// preferred one first (Pike's machine): time linear in the value for every pattern, and no memory of its own but the
/// answer's.</summary>
internal static class CaptureFinder
{
    private const int LargestKept = 16_384;

    // Kept from value to value; what a large program needs goes with it.
    [ThreadStatic]
    private static Threads? first,
        second;

    /// <summary>The marks of the preferred match: start and end of each group, −1 where it took no part; null when
    /// nothing matches.</summary>
    public static int[]? Find(PatternProgram program, string value)
    {
        Threads current = Kept(ref first, program),
            following = Kept(ref second, program);
        current.Clear();
        current.Start(program.Start, [], 0);
        for (int at = 0; at < value.Length; )
        {
            if (!Rune.TryGetRuneAt(value, at, out Rune rune))
                return null;
            int next = at + rune.Utf16SequenceLength;
            following.Clear();
            for (int i = 0; i < current.Count; i++)
            {
                Instruction instruction = program.Code[current.Place(i)];
                if (instruction.Operation == Operation.Take && instruction.Set!.Contains(rune.Value))
                    following.Start(instruction.Next, current.Marks(i), next);
            }

            if (following.Count == 0)
                return null;
            (current, following, at) = (following, current, next);
        }

        for (int i = 0; i < current.Count; i++)
        {
            if (program.Code[current.Place(i)].Operation == Operation.Accept)
                return current.Marks(i).ToArray();
        }

        return null;
    }

    private static Threads Kept(ref Threads? kept, PatternProgram program)
    {
        Threads threads = kept is not null && kept.Fits(program) ? kept : new Threads(program);
        threads.Run(program);
        kept = threads.Size <= LargestKept ? threads : null;
        return threads;
    }

    private sealed class Threads(PatternProgram largest)
    {
        private readonly int[] places = new int[largest.Code.Length];
        private readonly int[] visited = new int[largest.Code.Length];
        private readonly int[] marks = new int[largest.Code.Length * 2 * largest.GroupCount];
        private readonly int[] path = new int[2 * largest.GroupCount];
        private readonly Stack<(int Place, int Slot, int Before)> pending = new();
        private PatternProgram program = largest;
        private int width;
        private int generation = 1;

        public int Count { get; private set; }

        public int Size => marks.Length + (2 * places.Length);

        public int Place(int index) => places[index];

        public ReadOnlySpan<int> Marks(int index) => marks.AsSpan(index * width, width);

        public bool Fits(PatternProgram other) =>
            other.Code.Length <= places.Length
            && 2 * other.GroupCount <= path.Length
            && other.Code.Length * 2 * other.GroupCount <= marks.Length;

        public void Run(PatternProgram next) => (program, width) = (next, 2 * next.GroupCount);

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
                Instruction instruction = program.Code[step.Place];
                switch (instruction.Operation)
                {
                    case Operation.Fork:
                        pending.Push((instruction.Other, -1, 0));
                        pending.Push((instruction.Next, -1, 0));
                        break;
                    case Operation.Mark:
                        pending.Push((0, instruction.Other, path[instruction.Other]));
                        path[instruction.Other] = at;
                        pending.Push((instruction.Next, -1, 0));
                        break;
                    case Operation.Accept:
                    case Operation.Take:
                        path.CopyTo(marks.AsSpan(Count * width));
                        places[Count++] = step.Place;
                        break;
                }
            }
        }
    }
}
