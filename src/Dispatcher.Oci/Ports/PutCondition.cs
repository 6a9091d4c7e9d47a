namespace Dispatcher.Oci.Ports;

/// <summary>When a write may take place; otherwise nothing is written and the outcome is
/// <see cref="PutOutcome.ConditionFailed"/>.</summary>
public readonly record struct PutCondition
{
    private PutCondition(string? ifMatch, string? ifNoneMatch) => (IfMatch, IfNoneMatch) = (ifMatch, ifNoneMatch);

    /// <summary>The value of <c>if-match</c>, or null.</summary>
    public string? IfMatch { get; }

    /// <summary>The value of <c>if-none-match</c>, or null.</summary>
    public string? IfNoneMatch { get; }

    /// <summary>Whether there is a condition.</summary>
    public bool IsGiven => (IfMatch ?? IfNoneMatch) is not null;

    /// <summary>Always; an object of that name is replaced.</summary>
    public static PutCondition None => default;

    /// <summary>Only where no object has that name.</summary>
    public static PutCondition Absent => new(null, "*");

    /// <summary>Only over the version with this entity tag.</summary>
    public static PutCondition Over(string etag) => new(etag, null);
}
