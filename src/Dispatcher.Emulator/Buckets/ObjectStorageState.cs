using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Dispatcher.Emulator.Model;

namespace Dispatcher.Emulator.Buckets;

/// <summary>The buckets and objects, in memory. Thread-safe.</summary>
public sealed class ObjectStorageState
{
    private readonly ConcurrentDictionary<(string Namespace, string Bucket), EmulatedBucket> buckets = new();
    private readonly TimeProvider time;
    private readonly long maxBytes;
    private readonly double lostShare;
    private readonly Random loss;
    private long bytes;
    private long lostEvents;

    internal ObjectStorageState(EmulatorOptions options)
    {
        Namespace = options.Namespace;
        time = options.Time;
        maxBytes = options.MaxStoredBytes;
        lostShare = options.LostEvents;
        loss = new Random(options.LostEventsSeed);
    }

    /// <summary>Raised after every change of an object in a bucket with <see cref="EmulatedBucket.ObjectEvents"/>, on
    /// the thread that made the change. An answer over HTTP waits for the subscribers. When several callers change the
    /// same object, the order of the events may differ from the order of the changes, as with the service.</summary>
    public event EventHandler<ObjectEvent>? ObjectEvent;

    /// <summary>The tenancy's namespace, the default for every namespace parameter.</summary>
    public string Namespace { get; }

    /// <summary>The size of all objects, in bytes.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>How many events were lost: see <see cref="EmulatorOptions.LostEvents"/>.</summary>
    public long LostEvents => Interlocked.Read(ref lostEvents);

    internal DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Creates a bucket, or returns the existing bucket with this name.</summary>
    /// <param name="name">Its name: letters, digits, hyphens, underscores and periods.</param>
    /// <param name="namespace">Its namespace; null for the tenancy's.</param>
    /// <param name="objectEvents">Whether its objects raise events.</param>
    /// <exception cref="ArgumentException">A bucket cannot have that name.</exception>
    public EmulatedBucket CreateBucket(string name, string? @namespace = null, bool objectEvents = true)
    {
        if (ObjectNames.BucketProblem(name) is { } problem)
            throw new ArgumentException(problem, nameof(name));
        string space = @namespace ?? Namespace;
        return buckets.GetOrAdd((space, name), key =>
            new(this, key.Namespace, key.Bucket) { ObjectEvents = objectEvents }
        );
    }

    /// <summary>The bucket of that name, or null.</summary>
    public EmulatedBucket? Find(string name, string? @namespace = null) =>
        buckets.GetValueOrDefault((@namespace ?? Namespace, name));

    /// <summary>Writes an object; see <see cref="EmulatedBucket.Put(string, ReadOnlyMemory{byte}, string)"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such bucket.</exception>
    public EmulatedObject Put(string bucket, string name, ReadOnlyMemory<byte> content) =>
        Existing(bucket).Put(name, content);

    /// <summary>The object of that name, or null.</summary>
    /// <exception cref="KeyNotFoundException">There is no such bucket.</exception>
    public EmulatedObject? Get(string bucket, string name) => Existing(bucket).Get(name);

    /// <summary>The objects whose names begin with <paramref name="prefix"/>, in order.</summary>
    /// <exception cref="KeyNotFoundException">There is no such bucket.</exception>
    public IReadOnlyList<EmulatedObject> List(string bucket, string prefix = "") =>
        Existing(bucket).List(new() { Prefix = prefix, Limit = int.MaxValue }).Objects;

    /// <summary>Deletes an object; false when it did not exist.</summary>
    /// <exception cref="KeyNotFoundException">There is no such bucket.</exception>
    public bool Delete(string bucket, string name) => Existing(bucket).Delete(name);

    internal bool HasNamespace(string name) => name == Namespace || buckets.Keys.Any(key => key.Namespace == name);

    internal void Raise(ObjectEvent happened)
    {
        if (IsLost())
            Interlocked.Increment(ref lostEvents);
        else
            ObjectEvent?.Invoke(this, happened);
    }

    [SuppressMessage(
        "Security",
        "CA5394:Do not use insecure randomness",
        Justification = "A seed must repeat the same losses."
    )]
    private bool IsLost()
    {
        if (lostShare <= 0)
            return false;
        lock (loss)
            return loss.NextDouble() < lostShare;
    }

    /// <summary>Adds to the stored bytes. Returns false, and adds nothing, when the sum would exceed the
    /// limit.</summary>
    internal bool TryTake(long more)
    {
        if (Interlocked.Add(ref bytes, more) <= maxBytes || more <= 0)
            return true;
        Interlocked.Add(ref bytes, -more);
        return false;
    }

    private EmulatedBucket Existing(string name) =>
        Find(name)
        ?? throw new KeyNotFoundException($"There is no bucket {name} in the namespace {Namespace}; create it first");
}
