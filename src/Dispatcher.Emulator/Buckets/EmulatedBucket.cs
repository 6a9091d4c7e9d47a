using System.Globalization;

namespace Dispatcher.Emulator.Buckets;

/// <summary>A bucket. Thread-safe.</summary>
public sealed class EmulatedBucket
{
    private readonly Lock access = new();
    private readonly ObjectIndex objects = new();
    private readonly ObjectStorageState owner;

    internal EmulatedBucket(ObjectStorageState owner, string @namespace, string name)
    {
        this.owner = owner;
        Namespace = @namespace;
        Name = name;
        Id = string.Create(CultureInfo.InvariantCulture, $"ocid1.bucket.oc1.emulated.{@namespace}.{name}");
    }

    /// <summary>The namespace it is in.</summary>
    public string Namespace { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its OCID.</summary>
    public string Id { get; }

    /// <summary>The compartment's OCID.</summary>
    public string CompartmentId { get; init; } = "ocid1.compartment.oc1..emulated";

    /// <summary>The compartment's name.</summary>
    public string CompartmentName { get; init; } = "emulated";

    /// <summary>Whether changes raise <see cref="ObjectStorageState.ObjectEvent"/>
    /// (<c>objectEventsEnabled</c>).</summary>
    public bool ObjectEvents { get; set; }

    /// <summary>Writes an object.</summary>
    /// <param name="name">Its name, 1 to 1024 bytes of UTF-8 without NUL, CR and LF.</param>
    /// <param name="content">Its bytes; they are not copied.</param>
    /// <param name="contentType">Its media type.</param>
    /// <returns>The object as stored.</returns>
    /// <exception cref="ArgumentException">No object can have that name.</exception>
    /// <exception cref="InvalidOperationException">The limit of stored bytes is reached.</exception>
    public EmulatedObject Put(
        string name,
        ReadOnlyMemory<byte> content,
        string contentType = "application/octet-stream"
    )
    {
        if (ObjectNames.Problem(name) is { } problem)
            throw new ArgumentException(problem, nameof(name));
        PutResult result = Put(name, content, contentType, metadata: null, Preconditions.None);
        return result.Stored
            ?? throw new InvalidOperationException($"{result.Refusal}: no room for {content.Length} bytes more");
    }

    /// <summary>The object of that name, or null.</summary>
    public EmulatedObject? Get(string name)
    {
        lock (access)
            return objects.Find(name);
    }

    /// <summary>Every object, in order of name.</summary>
    public IReadOnlyList<EmulatedObject> All()
    {
        lock (access)
            return [.. objects.All()];
    }

    /// <summary>One page of objects.</summary>
    public ListPage List(ListQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        lock (access)
            return objects.List(query);
    }

    /// <summary>Deletes an object.</summary>
    /// <returns>Whether it existed.</returns>
    public bool Delete(string name) => Delete(name, Preconditions.None) == ObjectRefusal.None;

    internal PutResult Put(
        string name,
        ReadOnlyMemory<byte> content,
        string contentType,
        IReadOnlyDictionary<string, string>? metadata,
        Preconditions conditions
    )
    {
        EmulatedObject stored;
        bool replaced;
        lock (access)
        {
            EmulatedObject? before = objects.Find(name);
            if (conditions.Judge(before?.ETag) is var refusal and not ObjectRefusal.None)
                return new(null, refusal);
            if (!owner.TryTake(content.Length - (before?.Content.Length ?? 0)))
                return new(null, ObjectRefusal.NoRoom);

            DateTimeOffset now = owner.Now;
            stored = new(name, content)
            {
                ContentType = contentType,
                Metadata = metadata,
                TimeCreated = before?.TimeCreated ?? now,
                TimeModified = now,
            };
            replaced = before is not null;
            objects.Set(stored);
        }

        Raise(replaced ? ObjectChange.Update : ObjectChange.Create, stored);
        return new(stored, ObjectRefusal.None);
    }

    internal ObjectRefusal Delete(string name, Preconditions conditions)
    {
        EmulatedObject? before;
        lock (access)
        {
            before = objects.Find(name);
            if (before is null)
                return ObjectRefusal.NotThere;
            if (conditions.Judge(before.ETag) is var refusal and not ObjectRefusal.None)
                return refusal;
            objects.Remove(name);
            owner.TryTake(-before.Content.Length);
        }

        Raise(ObjectChange.Delete, before);
        return ObjectRefusal.None;
    }

    private void Raise(ObjectChange change, EmulatedObject changed)
    {
        if (ObjectEvents)
            owner.Raise(Buckets.ObjectEvent.Of(change, this, changed.Name, changed.ETag, owner.Now));
    }
}

/// <summary>The result of a write.</summary>
internal readonly record struct PutResult(EmulatedObject? Stored, ObjectRefusal Refusal);
