using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>The runs that the service last answered to this process, by their retry tokens. A service may answer a
/// repeated token exactly as it answered the first time; then only this shows a redelivery.</summary>
/// <remarks>dispatch-v1: "A skipped duplicate is reported as one on evidence". What is not remembered needs other
/// evidence.</remarks>
internal sealed class RecentRuns
{
    // Two batches of the largest size.
    private const int Most = 20_000;

    private readonly Lock gate = new();
    private readonly Dictionary<UInt128, string> runs = [];
    private readonly Queue<UInt128> tokens = new();

    /// <summary>Whether an earlier launch with this token led to this very run; it is remembered from now on.</summary>
    public bool Repeats(string retryToken, string taskRunKey)
    {
        UInt128 token = Short(retryToken);
        lock (gate)
        {
            if (runs.TryGetValue(token, out string? known))
            {
                runs[token] = taskRunKey;
                return known == taskRunKey;
            }

            if (tokens.Count == Most)
                runs.Remove(tokens.Dequeue());
            tokens.Enqueue(token);
            runs.Add(token, taskRunKey);
            return false;
        }
    }

    /// <summary>The key of the run that this token led to.</summary>
    public bool TryGet(string retryToken, [NotNullWhen(true)] out string? taskRunKey)
    {
        lock (gate)
            return runs.TryGetValue(Short(retryToken), out taskRunKey);
    }

    // Half of the token's 64 digits: as good as all of them, and a quarter of the memory.
    private static UInt128 Short(string retryToken) =>
        UInt128.Parse(retryToken.AsSpan(0, 32), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
