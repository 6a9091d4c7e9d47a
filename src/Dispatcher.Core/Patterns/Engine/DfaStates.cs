using Dispatcher.Patterns.Automaton;

namespace Dispatcher.Patterns.Engine;

/// <summary>The states that a deterministic automaton has so far and the steps between them, as one flat table: a step
/// is one look-up. One thread at a time adds; any number read meanwhile.</summary>
/// <remarks>A state is known by its row, the place of its first step in the table. A reader that sees a row in a table
/// finds that row's steps in the same table: a table grows before anything in it leads to the new row.</remarks>
/// <param name="kinds">How many kinds of characters there are, and so how many steps a state has.</param>
internal sealed class DfaStates(int kinds)
{
    /// <summary>A step that was not computed yet.</summary>
    public const int Unknown = 0;

    /// <summary>A step after which nothing matches.</summary>
    public const int Dead = -1;

    private const int FirstRoom = 4;

    // Of a state beside its places and steps: its arrays' headers and its entry among the rows.
    private const int BytesBeside = 112;

    private readonly Dictionary<int[], int> rows = new(SameNumbers.Instance);

    // Row 0 is not used, so that 0 can mean `Unknown`.
    private int[] steps = new int[FirstRoom * kinds];
    private State[] states = new State[FirstRoom];

    /// <summary>The table of steps: by row and kind the next row, <see cref="Unknown"/> or
    /// <see cref="Dead"/>.</summary>
    public int[] Steps => Volatile.Read(ref steps);

    /// <summary>The row of the state that was added first.</summary>
    public int Start => kinds;

    /// <summary>What the states hold, in bytes.</summary>
    public int Held { get; private set; } = FirstRoom * kinds * sizeof(int);

    /// <summary>Whether there is a state with these places of the pattern's automaton, ascending, and its
    /// row.</summary>
    public bool TryFind(int[] places, out int row) => rows.TryGetValue(places, out row);

    /// <summary>Adds a state that is not there, with the patterns that match a value which ends in it.</summary>
    /// <returns>Its row.</returns>
    public int Add(int[] places, int[] matching)
    {
        int number = rows.Count + 1;
        if (number == states.Length)
        {
            int[] larger = new int[2 * number * kinds];
            steps.CopyTo(larger, 0);
            Held += (larger.Length - steps.Length) * sizeof(int);
            Array.Resize(ref states, 2 * number);
            Volatile.Write(ref steps, larger);
        }

        states[number] = new State(places, matching);
        rows.Add(places, number * kinds);
        Held += ((places.Length + matching.Length) * sizeof(int)) + BytesBeside;
        return number * kinds;
    }

    /// <summary>The places of a state.</summary>
    public int[] Places(int row) => states[row / kinds].Places;

    /// <summary>The patterns that match a value which ends in a state.</summary>
    public int[] Matching(int row) => Volatile.Read(ref states)[row / kinds].Matching;

    /// <summary>Notes a step.</summary>
    public void Set(int row, int kind, int to) => Volatile.Write(ref steps[row + kind], to);

    private readonly record struct State(int[] Places, int[] Matching);
}
