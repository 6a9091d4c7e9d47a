namespace Dispatcher.Events;

/// <summary>The elements of a batch, each unwrapped only when it is asked for: memory is bounded by the body, however
/// many elements it has.</summary>
/// <remarks>dispatch-v1, "Input".</remarks>
public sealed class EventBatch
{
    private readonly ReadOnlyMemory<byte> body;
    private readonly IReadOnlyList<Range> places;

    internal EventBatch(ReadOnlyMemory<byte> body, IReadOnlyList<Range> places) =>
        (this.body, this.places) = (body, places);

    /// <summary>How many elements there are; none is possible.</summary>
    public int Count => places.Count;

    /// <summary>Unwraps an element. Never throws for any bytes.</summary>
    /// <param name="index">From 0.</param>
    public BatchElement Read(int index) => EventWrapper.Unwrap(index, body[places[index]]);
}

/// <summary>One element of a batch: its event, or why it can never be one.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Event">The event's bytes as they were before they were wrapped; the element as received where it cannot
/// be unwrapped.</param>
/// <param name="Reading">What the bytes are.</param>
public sealed record BatchElement(int Index, ReadOnlyMemory<byte> Event, EventReading Reading)
{
    /// <summary>The stream's name or OCID, where the wrapper has it.</summary>
    public string? Source { get; init; }

    /// <summary>The stream's partition, where the wrapper has it.</summary>
    public string? Partition { get; init; }

    /// <summary>The record's offset in its partition, where the wrapper has it.</summary>
    public string? Offset { get; init; }
}
