using System.Buffers;

namespace Dispatcher.Matching.Index;

/// <summary>The routes that could match one name, by their place in the set. Small, on the stack, and in the pool where
/// it grows.</summary>
/// <param name="room">Where the first ones go.</param>
internal ref struct CandidateSet(Span<int> room)
{
    private Span<int> places = room;
    private int[]? rented;
    private int count;

    /// <summary>Adds a route; one that is there already may be added again.</summary>
    public void Add(int route)
    {
        if (count == places.Length)
            Grow();
        places[count++] = route;
    }

    /// <summary>The routes in order, each once.</summary>
    public ReadOnlySpan<int> InOrder()
    {
        if (count < 2)
            return places[..count];
        places[..count].Sort();
        int kept = 1;
        for (int i = 1; i < count; i++)
        {
            if (places[i] != places[kept - 1])
                places[kept++] = places[i];
        }

        count = kept;
        return places[..count];
    }

    /// <summary>Gives back what was rented.</summary>
    public readonly void Dispose()
    {
        if (rented is not null)
            ArrayPool<int>.Shared.Return(rented);
    }

    private void Grow()
    {
        int[] larger = ArrayPool<int>.Shared.Rent(2 * places.Length);
        places.CopyTo(larger);
        Dispose();
        places = rented = larger;
    }
}
