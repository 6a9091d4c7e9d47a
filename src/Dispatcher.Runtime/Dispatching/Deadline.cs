using Dispatcher.Runtime.Retrying;
using Dispatcher.Runtime.Settings;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>The moments of one invocation: until when runs are launched, and until when the dead-letter record is
/// written; the answer goes out after that.</summary>
/// <param name="Launch">Nothing is asked of Data Integration, and no route set waited for, after this.</param>
/// <param name="DeadLetter">Nothing is asked of Object Storage after this.</param>
/// <param name="LeastForDeadLetter">What the record gets all the same when <paramref name="DeadLetter"/> has passed
/// meanwhile: the process was frozen in mid-call.</param>
/// <remarks>dispatch-v1, "Retry and time": an invocation always answers before the platform kills it. The platform's
/// deadline is a time of the wall clock; it is compared with that clock once, at the beginning.</remarks>
internal sealed record Deadline(Moment Launch, Moment DeadLetter, TimeSpan LeastForDeadLetter)
{
    /// <summary>The moments for a platform's deadline, or for the default time when it names none. With little time
    /// left the margins shrink with it, so that something is tried at all.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="platform">The platform's deadline, or null.</param>
    /// <param name="keepsDeadLetters">Whether time must be left for a record.</param>
    /// <param name="options">The margins.</param>
    public static Deadline Of(
        TimeProvider time,
        DateTimeOffset? platform,
        bool keepsDeadLetters,
        DispatchOptions options
    )
    {
        TimeSpan left = platform - time.GetUtcNow() ?? options.DefaultTime;
        if (left > options.LongestTime)
            left = options.DefaultTime; // No function runs that long: the FDK sets this when the platform sets none.

        // Too late to answer in time. What remains is to keep the event, for as long as the process is left alive.
        TimeSpan late = options.TimeAfterTheDeadline;
        if (left <= TimeSpan.Zero)
            return new Deadline(Moment.In(TimeSpan.Zero, time), Moment.In(late, time), late);

        TimeSpan answer = Min(options.AnswerMargin, left / 4);
        TimeSpan deadLetter = keepsDeadLetters ? Min(options.DeadLetterTime, left / 4) : TimeSpan.Zero;
        return new Deadline(
            Moment.In(left - answer - deadLetter, time),
            Moment.In(left - answer, time),
            Min(late, deadLetter)
        );
    }

    /// <summary>Until when the record is written, as seen now.</summary>
    public Moment ForDeadLetter(TimeProvider time) =>
        DeadLetter.Left(time) < LeastForDeadLetter ? Moment.In(LeastForDeadLetter, time) : DeadLetter;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
