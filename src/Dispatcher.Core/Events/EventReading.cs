using System.Collections.Immutable;
using Dispatcher.Diagnostics;

namespace Dispatcher.Events;

/// <summary>What the bytes of an invocation turned out to be. Exactly one of the three cases.</summary>
public abstract record EventReading
{
    private EventReading() { }

    /// <summary>An Object Storage object event.</summary>
    public sealed record Accepted(StorageEvent Event) : EventReading;

    /// <summary>A valid event of another service or kind, or a record of Logging.</summary>
    /// <param name="Id">Its identifier, where it has one.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="Time">When it happened, as written, where it says.</param>
    public sealed record Ignored(string? Id, string Type, string? Time) : EventReading;

    /// <summary>Not an event that can ever be dispatched.</summary>
    /// <param name="Errors">Everything that is wrong with it.</param>
    /// <param name="Id">Its identifier, where that much could be read.</param>
    /// <param name="Type">Its type, where that much could be read.</param>
    public sealed record Malformed(ImmutableArray<DispatchError> Errors, string? Id, string? Type) : EventReading;
}
