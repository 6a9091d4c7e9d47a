using System.Text;

namespace Dispatcher.Patterns.Engine;

/// <summary>Finds the captures of a whole match by running all alternatives side by side, each with its marks, the preferred one first
/// (Pike's machine): time linear in the value for every pattern.</summary>
internal static class CaptureFinder
{
    /// <summary>The marks of the preferred match: start and end of each group, −1 where it took no part; null when nothing matches.</summary>
    public static int[]? Find(PatternProgram program, string value)
    {
        var current = new Threads(program);
        var following = new Threads(program);
        int[] none = new int[2 * program.GroupCount];
        Array.Fill(none, -1);
        current.Start(program.Start, none, 0);
        for (int at = 0; at < value.Length;)
        {
            if (!Rune.TryGetRuneAt(value, at, out Rune rune))
                return null;
            int next = at + rune.Utf16SequenceLength;
            following.Clear();
            for (int i = 0; i < current.Count; i++)
            {
                (int place, int[] marks) = current[i];
                Instruction instruction = program.Code[place];
                if (instruction.Operation == Operation.Take && instruction.Set!.Contains(rune.Value))
                    following.Start(instruction.Next, marks, next);
            }

            if (following.Count == 0)
                return null;
            (current, following, at) = (following, current, next);
        }

        for (int i = 0; i < current.Count; i++)
        {
            (int place, int[] marks) = current[i];
            if (program.Code[place].Operation == Operation.Accept)
                return marks;
        }

        return null;
    }

    private sealed class Threads(PatternProgram program)
    {
        private readonly (int Place, int[] Marks)[] threads = new (int, int[])[program.Code.Length];
        private readonly int[] visited = new int[program.Code.Length];
        private readonly Stack<(int Place, int[] Marks)> pending = new();
        private int generation = 1;

        public int Count { get; private set; }

        public (int Place, int[] Marks) this[int index] => threads[index];

        public void Clear() => (Count, generation) = (0, generation + 1);

        // Follows everything that consumes nothing, the preferred way first; a place that was reached before was reached with a
        // higher priority.
        public void Start(int place, int[] marks, int at)
        {
            pending.Push((place, marks));
            while (pending.TryPop(out (int Place, int[] Marks) thread))
            {
                if (visited[thread.Place] == generation)
                    continue;
                visited[thread.Place] = generation;
                Instruction instruction = program.Code[thread.Place];
                switch (instruction.Operation)
                {
                    case Operation.Fork:
                        pending.Push((instruction.Other, thread.Marks));
                        pending.Push((instruction.Next, thread.Marks));
                        break;
                    case Operation.Mark:
                        int[] marked = [.. thread.Marks];
                        marked[instruction.Other] = at;
                        pending.Push((instruction.Next, marked));
                        break;
                    default:
                        threads[Count++] = thread;
                        break;
                }
            }
        }
    }
}
