using Dispatcher.Runtime.Settings;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>The moments of one invocation: until when runs are launched, and until when the dead-letter record is
/// written; the answer goes out after that.</summary>
/// <param name="Launch">Nothing is asked of Data Integration, and no route set waited for, after this.</param>
/// <param name="DeadLetter">Nothing is asked of Object Storage after this.</param>
/// <remarks>dispatch-v1, "Retry and time": an invocation always answers before the platform kills it.</remarks>
internal sealed record Deadline(DateTimeOffset Launch, DateTimeOffset DeadLetter)
{
    /// <summary>The moments for a platform's deadline, or for the default time when it names none. With little time
    /// left the margins shrink with it, so that something is tried at all.</summary>
    /// <param name="now">The present.</param>
    /// <param name="platform">The platform's deadline, or null.</param>
    /// <param name="keepsDeadLetters">Whether time must be left for a record.</param>
    /// <param name="options">The margins.</param>
    public static Deadline Of(
        DateTimeOffset now,
        DateTimeOffset? platform,
        bool keepsDeadLetters,
        DispatchOptions options
    )
    {
        TimeSpan left = platform - now ?? options.DefaultTime;
        if (left > options.LongestTime)
            left = options.DefaultTime; // No function may run that long: the FDK names tomorrow when the platform names nothing.

        // Too late to answer in time. What remains is to keep the event, for as long as nobody has killed the process.
        if (left <= TimeSpan.Zero)
            return new Deadline(now, now + options.TimeAfterTheDeadline);

        TimeSpan answer = Min(options.AnswerMargin, left / 4);
        TimeSpan deadLetter = keepsDeadLetters ? Min(options.DeadLetterTime, left / 4) : TimeSpan.Zero;
        return new Deadline(now + left - answer - deadLetter, now + left - answer);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
