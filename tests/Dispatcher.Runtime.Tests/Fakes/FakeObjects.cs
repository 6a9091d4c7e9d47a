using System.Text;
using Dispatcher.Oci.Ports;

namespace Dispatcher.Runtime.Tests.Fakes;

/// <summary>Object Storage as a dictionary.</summary>
internal sealed class FakeObjects : IObjectStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, (byte[] Content, string ETag)> objects = new(StringComparer.Ordinal);
    private int versions;

    /// <summary>What an operation fails with, given its name (<c>namespace list get put</c>) and the object or prefix;
    /// null lets it through, and a task that never ends hangs.</summary>
    public Func<string, string, Task<ServiceFailure>?> OnCall { get; set; } = (_, _) => null;

    public int PageSize { get; set; } = 1000;

    public List<string> Calls { get; } = [];

    public List<string> Names
    {
        get
        {
            lock (gate)
                return [.. objects.Keys];
        }
    }

    public byte[] this[string name]
    {
        get
        {
            lock (gate)
                return objects[name].Content;
        }
    }

    public void Put(string name, string content)
    {
        lock (gate)
            objects[name] = (Encoding.UTF8.GetBytes(content), $"v{++versions}");
    }

    public void Remove(string name)
    {
        lock (gate)
            objects.Remove(name);
    }

    public int Count(string operation)
    {
        lock (gate)
            return Calls.Count(call => call.StartsWith(operation + " ", StringComparison.Ordinal));
    }

    public Task<ServiceResult<string>> GetNamespaceAsync(CancellationToken cancellationToken) =>
        AnswerAsync<string>("namespace", "", () => "ns");

    public Task<ServiceResult<ObjectPage>> ListAsync(
        BucketName bucket,
        string prefix,
        string? start,
        CancellationToken cancellationToken,
        string? end = null
    ) => AnswerAsync<ObjectPage>("list", prefix, () =>
        {
            var found = objects
                .Where(pair =>
                    pair.Key.StartsWith(prefix, StringComparison.Ordinal)
                    && string.CompareOrdinal(pair.Key, start) >= 0
                    && (end is null || string.CompareOrdinal(pair.Key, end) < 0)
                )
                .Select(pair => new ObjectSummary(pair.Key, pair.Value.ETag, pair.Value.Content.Length, null))
                .Take(PageSize + 1)
                .ToList();
            return new ObjectPage([.. found.Take(PageSize)], found.Count > PageSize ? found[PageSize].Name : null);
        });

    public Task<ServiceResult<StoredObject>> GetAsync(
        BucketName bucket,
        string name,
        string? ifNoneMatch,
        int maxBytes,
        CancellationToken cancellationToken
    ) =>
        AnswerAsync<StoredObject>("get", name, () =>
            objects.TryGetValue(name, out (byte[] Content, string ETag) found)
                ? new StoredObject(found.Content, found.ETag, NotModified: false)
                : new ServiceFailure(FailureKind.Rejected, 404, "ObjectNotFound", "not there")
        );

    public Task<ServiceResult<PutOutcome>> PutAsync(
        BucketName bucket,
        string name,
        ReadOnlyMemory<byte> content,
        string contentType,
        PutCondition condition,
        CancellationToken cancellationToken
    ) => AnswerAsync<PutOutcome>("put", name, () =>
        {
            Assert.Equal(PutCondition.Absent, condition); // A record is never replaced.
            return objects.TryAdd(name, (content.ToArray(), $"v{++versions}"))
                ? PutOutcome.Written
                : PutOutcome.ConditionFailed;
        });

    public Task<ServiceResult<bool>> DeleteAsync(
        BucketName bucket,
        string name,
        CancellationToken cancellationToken,
        string? ifMatch = null
    ) => throw new NotSupportedException("The dispatcher deletes nothing.");

    private async Task<ServiceResult<T>> AnswerAsync<T>(string operation, string name, Func<ServiceResult<T>> answer)
    {
        lock (gate)
            Calls.Add($"{operation} {name}");
        if (OnCall(operation, name) is { } failing)
            return await failing.ConfigureAwait(false);
        lock (gate)
            return answer();
    }
}
