namespace Dispatcher.Patterns.Automaton;

/// <summary>Compares arrays by the numbers in them: sets of places of an automaton, written ascending, are
/// keys.</summary>
internal sealed class SameNumbers : IEqualityComparer<int[]>
{
    public static readonly SameNumbers Instance = new();

    public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(int[] obj)
    {
        var hash = new HashCode();
        foreach (int number in obj)
            hash.Add(number);
        return hash.ToHashCode();
    }
}
