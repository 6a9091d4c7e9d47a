using Dispatcher.Events;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>Which elements of a batch must wait for each other: those of one object, in the order of the
/// batch.</summary>
/// <remarks>Elements are known by a hash of their object's name. Two objects with one hash wait for each other too,
/// which is slower and nothing else.</remarks>
internal sealed class BatchLanes
{
    private const int End = -1;

    private readonly List<int> first = [];
    private readonly int[] next;

    private BatchLanes(int elements)
    {
        next = new int[elements];
        Array.Fill(next, End);
    }

    /// <summary>How many lanes there are.</summary>
    public int Count => first.Count;

    /// <summary>The lanes of a batch, in the order of their first elements.</summary>
    public static BatchLanes Of(EventBatch batch)
    {
        var lanes = new BatchLanes(batch.Count);
        var last = new Dictionary<int, int>();
        for (int index = 0; index < batch.Count; index++)
        {
            if (batch.Read(index).Reading is not EventReading.Accepted { Event: var storageEvent })
            {
                lanes.first.Add(index);
                continue;
            }

            int key = HashCode.Combine(storageEvent.Namespace, storageEvent.Bucket, storageEvent.ObjectName);
            if (last.TryGetValue(key, out int before))
                lanes.next[before] = index;
            else
                lanes.first.Add(index);
            last[key] = index;
        }

        return lanes;
    }

    /// <summary>The elements of a lane, in their order.</summary>
    public IEnumerable<int> Elements(int lane)
    {
        for (int index = first[lane]; index != End; index = next[index])
            yield return index;
    }
}
