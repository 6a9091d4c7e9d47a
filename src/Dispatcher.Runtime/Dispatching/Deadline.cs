namespace Dispatcher.Runtime.Dispatching;

/// <summary>The moments of one invocation: until when runs are launched, until when the dead-letter record is written, and when the
/// answer goes out at the latest.</summary>
/// <remarks>dispatch-v1, "Retry and time": an invocation always answers before the platform kills it.</remarks>
internal sealed record Deadline(DateTimeOffset Launch, DateTimeOffset DeadLetter, DateTimeOffset Answer)
{
    /// <summary>The moments for a platform's deadline, or for the default time when it names none. With little time left the margins
    /// shrink with it, so that something is tried at all.</summary>
    public static Deadline Of(DateTimeOffset now, DateTimeOffset? platform, DispatchOptions options)
    {
        TimeSpan left = (platform ?? now + options.DefaultTime) - now;
        if (left < TimeSpan.Zero)
            left = TimeSpan.Zero;
        TimeSpan answer = Min(options.AnswerMargin, left / 4), deadLetter = Min(options.DeadLetterMargin, left / 4);
        return new Deadline(now + left - answer - deadLetter, now + left - answer, now + left - (answer / 2));
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
