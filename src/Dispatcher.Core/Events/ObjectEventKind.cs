using Dispatcher.Diagnostics;

namespace Dispatcher.Events;

/// <summary>What happened to the object. In route files: <c>create</c>, <c>update</c>, <c>delete</c>.</summary>
public enum ObjectEventKind
{
    /// <summary><c>com.oraclecloud.objectstorage.createobject</c>.</summary>
    Create,

    /// <summary><c>com.oraclecloud.objectstorage.updateobject</c>.</summary>
    Update,

    /// <summary><c>com.oraclecloud.objectstorage.deleteobject</c>.</summary>
    Delete,
}

/// <summary>The words of <see cref="ObjectEventKind"/>, and the event types that are made of them.</summary>
public static class ObjectEventKinds
{
    private const string TypePrefix = "com.oraclecloud.objectstorage.",
        TypeSuffix = "object";

    /// <summary><c>create update delete</c>.</summary>
    public static Words<ObjectEventKind> Words { get; } =
        new(kind =>
            kind switch
            {
                ObjectEventKind.Create => "create",
                ObjectEventKind.Update => "update",
                ObjectEventKind.Delete => "delete",
            }
        );

    /// <summary><c>create update delete</c>.</summary>
    public static string Word(this ObjectEventKind kind) => Words.Of(kind);

    /// <summary>The event type, such as <c>com.oraclecloud.objectstorage.createobject</c>.</summary>
    public static string EventType(this ObjectEventKind kind) => $"{TypePrefix}{kind.Word()}{TypeSuffix}";

    /// <summary>The kind that an event type names, or null when it is not an object event.</summary>
    public static ObjectEventKind? OfEventType(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return
            type.Length > TypePrefix.Length + TypeSuffix.Length
            && type.StartsWith(TypePrefix, StringComparison.Ordinal)
            && type.EndsWith(TypeSuffix, StringComparison.Ordinal)
            ? Words.Find(type.AsSpan()[TypePrefix.Length..^TypeSuffix.Length])
            : null;
    }
}
