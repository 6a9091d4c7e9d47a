using System.Text.Json;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Compare;

/// <summary>A run that a route in shadow would have started, as the function's log has it.</summary>
/// <param name="Route">The route.</param>
/// <param name="Bucket">The object's bucket.</param>
/// <param name="Object">The object's name.</param>
/// <param name="ETag">Its entity tag; null where the event had none.</param>
/// <param name="Task">The task.</param>
/// <param name="Time">The event's time; the line's where it had none.</param>
/// <param name="Identifier">The run's identifier; null where the log left the request out.</param>
/// <param name="Bindings">What the parameters would be set to, by name; null where the log left the request
/// out.</param>
internal sealed record ShadowRun(
    string Route,
    string Bucket,
    string Object,
    string? ETag,
    TaskPlace Task,
    DateTimeOffset Time,
    string? Identifier,
    JsonElement? Bindings
);
