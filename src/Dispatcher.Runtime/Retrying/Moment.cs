namespace Dispatcher.Runtime.Retrying;

/// <summary>A moment of the monotonic clock. Within a call time is measured on it: the wall clock may be set, forwards
/// or back, and must neither lengthen nor shorten a call.</summary>
/// <param name="Timestamp">As <see cref="TimeProvider.GetTimestamp"/> counts.</param>
/// <remarks>dispatch-v1, "Outcome".</remarks>
internal readonly record struct Moment(long Timestamp)
{
    /// <summary>The moment so long from now.</summary>
    public static Moment In(TimeSpan span, TimeProvider time) =>
        new(time.GetTimestamp() + (long)(span.TotalSeconds * time.TimestampFrequency));

    /// <summary>How long it is until then; negative when it has passed.</summary>
    public TimeSpan Left(TimeProvider time) => time.GetElapsedTime(time.GetTimestamp(), Timestamp);
}
