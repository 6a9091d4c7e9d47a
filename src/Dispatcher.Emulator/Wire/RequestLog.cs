using Dispatcher.Emulator.Faults;

namespace Dispatcher.Emulator.Wire;

/// <summary>The last requests, oldest first, and the number of requests per operation.</summary>
internal sealed class RequestLog(int capacity)
{
    private readonly Lock access = new();
    private readonly Queue<ReceivedRequest> last = new();
    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);

    public void Add(ReceivedRequest request)
    {
        lock (access)
        {
            counts[request.Operation] = counts.GetValueOrDefault(request.Operation) + 1;
            if (capacity <= 0)
                return;
            if (last.Count == capacity)
                last.Dequeue();
            last.Enqueue(request);
        }
    }

    public IReadOnlyList<ReceivedRequest> Snapshot()
    {
        lock (access)
            return [.. last];
    }

    public long Count(string operation)
    {
        lock (access)
            return counts.GetValueOrDefault(operation);
    }
}
