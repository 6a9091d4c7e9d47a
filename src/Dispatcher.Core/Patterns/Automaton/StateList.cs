namespace Dispatcher.Patterns.Automaton;

/// <summary>The states a simulation is in. Made once and cleared in constant time, so that a run costs no allocation
/// per character.</summary>
internal sealed class StateList(int capacity)
{
    private readonly int[] states = new int[capacity];
    private readonly int[] visited = new int[capacity];
    private int count;
    private int generation = 1;

    /// <summary>What it holds, in bytes.</summary>
    public long Bytes => 2L * sizeof(int) * capacity;

    public Stack<int> Pending { get; } = new();

    public ReadOnlySpan<int> States => states.AsSpan(0, count);

    public bool IsEmpty => count == 0;

    public bool Accepting => States.Contains(Nfa.Accept);

    public void Clear() => (count, generation) = (0, generation + 1);

    public bool Visit(int state)
    {
        if (visited[state] == generation)
            return false;
        visited[state] = generation;
        return true;
    }

    public void Add(int state) => states[count++] = state;
}
