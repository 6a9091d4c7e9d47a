using System.Buffers;
using System.Runtime.InteropServices;
using Dispatcher.Patterns.Engine;

namespace Dispatcher.Matching.Index;

/// <summary>Finds which of many texts a name has anywhere in it, in one pass over the name (Aho and Corasick's
/// automaton).</summary>
internal sealed class AhoCorasick
{
    private const int Root = 0;

    private readonly Dictionary<long, int> steps = [];
    private readonly List<Node> nodes = [new Node(Root, -1, Root)];
    private readonly int[] fromRoot = new int[128];

    /// <summary>The automaton of some texts, none of them empty, each with what it stands for, a number that is not
    /// negative.</summary>
    public AhoCorasick(Dictionary<string, int> texts)
    {
        foreach ((string text, int value) in texts)
        {
            int end = Insert(text);
            Nodes[end].Value = value;
        }

        Link();
    }

    private Span<Node> Nodes => CollectionsMarshal.AsSpan(nodes);

    /// <summary>Adds the routes of every text that the name has, of each once.</summary>
    public void AddCandidates(
        string name,
        RouteGroup[] groups,
        AutomatonMemory memory,
        WorkBudget? work,
        ref CandidateSet candidates
    )
    {
        Span<Node> all = Nodes;
        int words = (all.Length + 63) / 64;
        ulong[]? rented = words > 64 ? ArrayPool<ulong>.Shared.Rent(words) : null;
        Span<ulong> found = rented ?? stackalloc ulong[64];
        found[..words].Clear();
        int at = Root;
        foreach (char c in name)
        {
            at = Step(at, c);
            // A text that was found before brought everything that ends within it.
            for (int end = all[at].Value >= 0 ? at : all[at].Shorter; end != Root; end = all[end].Shorter)
            {
                ref ulong word = ref found[end >> 6];
                if ((word & (1UL << (end & 63))) != 0)
                    break;
                word |= 1UL << (end & 63);
                groups[all[end].Value].AddCandidates(name, memory, work, ref candidates);
            }
        }

        if (rented is not null)
            ArrayPool<ulong>.Shared.Return(rented);
    }

    private static long Key(int node, char next) => ((long)node << 16) | next;

    private int Step(int at, char c)
    {
        while (at != Root)
        {
            if (steps.TryGetValue(Key(at, c), out int to))
                return to;
            at = nodes[at].Otherwise;
        }

        return c < fromRoot.Length ? fromRoot[c] : steps.GetValueOrDefault(Key(Root, c), Root);
    }

    private int Insert(string text)
    {
        int at = Root;
        foreach (char c in text)
        {
            ref int to = ref CollectionsMarshal.GetValueRefOrAddDefault(steps, Key(at, c), out bool known);
            if (!known)
            {
                to = nodes.Count;
                nodes.Add(new Node(Root, -1, Root));
            }

            at = to;
        }

        return at;
    }

    // A node is made after the one before it, but not after all shorter ones: the links are made level by level.
    private void Link()
    {
        ILookup<int, (char Next, int To)> after = steps.ToLookup(
            step => (int)(step.Key >> 16),
            step => ((char)step.Key, step.Value)
        );
        var pending = new Queue<int>();
        foreach ((char c, int to) in after[Root])
        {
            if (c < fromRoot.Length)
                fromRoot[c] = to;
            pending.Enqueue(to);
        }

        while (pending.TryDequeue(out int from))
        {
            foreach ((char c, int to) in after[from])
            {
                int otherwise = Step(nodes[from].Otherwise, c);
                Nodes[to].Otherwise = otherwise;
                Nodes[to].Shorter = nodes[otherwise].Value >= 0 ? otherwise : nodes[otherwise].Shorter;
                pending.Enqueue(to);
            }
        }
    }

    /// <summary>A place within the texts.</summary>
    /// <param name="Otherwise">Where to go on when no text goes on as the name does: the longest shorter beginning that
    /// ends here.</param>
    /// <param name="Value">What the text that ends here stands for; negative where none ends.</param>
    /// <param name="Shorter">The next place with a value among those where <paramref name="Otherwise"/> leads; the root
    /// where there is none.</param>
    private record struct Node(int Otherwise, int Value, int Shorter);
}
