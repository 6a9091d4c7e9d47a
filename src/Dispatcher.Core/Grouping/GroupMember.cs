namespace Dispatcher.Grouping;

/// <summary>An object of a group.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ETag">Its entity tag; null where a listing does not have it.</param>
/// <param name="Written">When it was last written.</param>
/// <param name="Part">Which part of the group it is; null where the route names no parts.</param>
public sealed record GroupMember(string Name, string? ETag, DateTimeOffset Written, string? Part);
