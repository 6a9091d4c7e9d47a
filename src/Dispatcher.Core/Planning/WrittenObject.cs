using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Routes;

namespace Dispatcher.Planning;

/// <summary>An object that a task run writes, as far as its route says.</summary>
/// <remarks>routes-v1, "writes".</remarks>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Name">The object's name.</param>
public sealed record WrittenObject(string Bucket, string Name)
{
    /// <summary>What a run with these bindings writes. A name whose binding is left out is not known: the task has it
    /// from elsewhere.</summary>
    /// <param name="writes">What the route says.</param>
    /// <param name="bindings">The rendered bindings.</param>
    internal static ImmutableArray<WrittenObject> Of(
        ImmutableArray<RouteWrite> writes,
        ImmutableArray<ParameterBinding> bindings
    )
    {
        if (writes.IsDefaultOrEmpty)
            return [];
        var written = ImmutableArray.CreateBuilder<WrittenObject>(writes.Length);
        foreach (RouteWrite write in writes)
        {
            string? bucket = write.Bucket.IsBinding ? Text(bindings, write.Bucket.Name) : write.Bucket.Name;
            if (bucket is not null && Text(bindings, write.Object) is { } name)
                written.Add(new WrittenObject(bucket, name));
        }

        return written.DrainToImmutable();
    }

    // Of a schema the half after the slash counts.
    private static string? Text(ImmutableArray<ParameterBinding> bindings, string parameter)
    {
        foreach (ParameterBinding binding in bindings)
        {
            if (binding.Name != parameter)
                continue;
            JsonElement value = binding.ToElement();
            if (!binding.IsObject)
                return value.GetString();
            string key = value.GetProperty("key").GetString()!;
            return key[(key.LastIndexOf('/') + 1)..];
        }

        return null;
    }
}
