using System.Text.Json;
using Dispatcher.Events;
using Dispatcher.Planning;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>One event to dispatch, alone or out of a batch.</summary>
/// <param name="Invocation">The call, whose body is this event alone.</param>
/// <param name="Reading">What the body is.</param>
/// <param name="Deadline">The moments that hold for it.</param>
/// <param name="Places">How many requests may be on their way at once; a batch has one for all.</param>
internal sealed record Delivery(Invocation Invocation, EventReading Reading, Deadline Deadline, SemaphoreSlim Places)
{
    /// <summary>Its place in a batch; null for an event that came alone.</summary>
    public BatchPlace? Batch { get; init; }

    /// <summary>The planner that decides the whole batch; null when no route set has loaded, and for an event that came
    /// alone.</summary>
    public DispatchPlanner? Planner { get; init; }

    /// <summary>Whether less time is left than it needs: then it is deferred without being begun.</summary>
    public bool IsTooLate { get; init; }

    /// <summary>Whether there is no time to keep it either. The batch comes again.</summary>
    public bool IsNotKept { get; init; }

    /// <summary>How its runs are launched.</summary>
    public LaunchScope Scope(StorageEvent storageEvent)
    {
        string call = Invocation.CallId ?? storageEvent.Id;
        return new LaunchScope(call, Batch is null ? call : $"{call}.{Batch.Index}", Places, Batch is not null);
    }
}

/// <summary>Where an event stood in its batch.</summary>
internal sealed record BatchPlace(int Index, int Size, string? Source, string? Partition, string? Offset)
{
    /// <summary>Writes the member <c>batch</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("batch");
        json.WriteNumber("index", Index);
        json.WriteNumber("size", Size);
        json.WriteString("source", Source);
        json.WriteString("partition", Partition);
        json.WriteString("offset", Offset);
        json.WriteEndObject();
    }
}
