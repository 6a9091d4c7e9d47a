using Dispatcher.Diagnostics;

namespace Dispatcher.Routes;

/// <summary>An object that the task of a route writes: which bindings name it.</summary>
/// <remarks>routes-v1, "writes".</remarks>
/// <param name="Object">The parameter whose text is the object's name.</param>
/// <param name="Bucket">Where the object goes.</param>
/// <param name="Within">What every written name must match; null for anything.</param>
/// <param name="Position">Where the entry stands.</param>
public sealed record RouteWrite(string Object, WriteBucket Bucket, PlacedPattern? Within, SourcePosition Position);

/// <summary>The bucket of a written object.</summary>
/// <param name="Name">The name of a parameter, or that of the bucket itself.</param>
/// <param name="IsBinding">Whether it is a parameter: its text is the bucket's name, or, of a schema, the half after
/// the slash.</param>
public sealed record WriteBucket(string Name, bool IsBinding);
