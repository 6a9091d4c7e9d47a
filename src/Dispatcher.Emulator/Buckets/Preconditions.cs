namespace Dispatcher.Emulator.Buckets;

/// <summary>Why a precondition failed.</summary>
internal enum ObjectRefusal
{
    None,
    NotThere,
    IfMatch,
    IfNoneMatch,
    NoRoom,
}

/// <summary>The headers <c>if-match</c> and <c>if-none-match</c>: a list of entity tags, or <c>*</c> for any.</summary>
internal sealed record Preconditions(string? IfMatch, string? IfNoneMatch)
{
    public static readonly Preconditions None = new(null, null);

    /// <summary>Checks the headers.</summary>
    /// <param name="current">The object's entity tag; null when the object does not exist.</param>
    public ObjectRefusal Judge(string? current) =>
        IfMatch is not null && !Names(IfMatch, current) ? ObjectRefusal.IfMatch
        : IfNoneMatch is not null && Names(IfNoneMatch, current) ? ObjectRefusal.IfNoneMatch
        : ObjectRefusal.None;

    private static bool Names(string condition, string? current) =>
        current is not null
        && condition.Split(',').Select(part => part.Trim().Trim('"')).Any(part => part == "*" || part == current);
}
