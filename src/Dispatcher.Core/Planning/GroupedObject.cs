namespace Dispatcher.Planning;

/// <summary>The group that an object belongs to.</summary>
/// <param name="Route">The grouped route that takes the object.</param>
/// <param name="Key">The group's key.</param>
/// <param name="Part">Which part of the group the object is; null where the route names no parts.</param>
/// <remarks>sweep-v1, "Groups".</remarks>
public sealed record GroupedObject(string Route, string Key, string? Part);
