namespace Dispatcher.Runtime.Dispatching;

/// <summary>The runs that this process was told of last, by their retry tokens. A service may answer a repeated token
/// exactly as it answered the first time; then only this tells a redelivery from a new run.</summary>
/// <remarks>dispatch-v1: "A skipped duplicate is reported as one on evidence". What is not remembered needs other
/// evidence.</remarks>
internal sealed class RecentRuns
{
    private const int Most = 2_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, string> runs = new(StringComparer.Ordinal);
    private readonly Queue<string> tokens = new();

    /// <summary>Whether an earlier launch with this token led to this very run; it is remembered from now on.</summary>
    public bool Repeats(string retryToken, string taskRunKey)
    {
        lock (gate)
        {
            if (runs.TryGetValue(retryToken, out string? known))
            {
                runs[retryToken] = taskRunKey;
                return known == taskRunKey;
            }

            if (tokens.Count == Most)
                runs.Remove(tokens.Dequeue());
            tokens.Enqueue(retryToken);
            runs.Add(retryToken, taskRunKey);
            return false;
        }
    }
}
