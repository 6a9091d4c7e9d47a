using Dispatcher.Runtime.Retrying;
using Dispatcher.Runtime.Settings;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>Shares a call's time among the elements of its batch.</summary>
/// <remarks>dispatch-v1, "Input": no element is begun when less time is left than it needs. What is not begun must
/// still be kept, so time for its records stays reserved. A service that does not answer for one element must not take
/// the time of all others, so each has a share of what is left.</remarks>
internal sealed class BatchBudget(
    Deadline deadline,
    int elements,
    bool keepsDeadLetters,
    TimeProvider time,
    DispatchOptions options
)
{
    private readonly Lock gate = new();
    private readonly TimeSpan whole = deadline.Launch.Left(time);
    private TimeSpan need = options.ElementTime;
    private int waiting = elements;

    /// <summary>Begins an element.</summary>
    /// <returns>Its own deadline; null when too little time is left for it.</returns>
    public Deadline? Begin()
    {
        lock (gate)
        {
            TimeSpan left = deadline.Launch.Left(time) - ForRecords();
            int rounds = (waiting + options.ElementsAtOnce - 1) / options.ElementsAtOnce;
            waiting--;
            if (left < need)
                return null;
            TimeSpan share = left / Math.Max(1, rounds);
            var end = Moment.In(share > need ? share : need, time);
            return deadline with { Launch = end };
        }
    }

    /// <summary>Says how long an element took that had nothing to repeat: the next one may need as long.</summary>
    public void Took(TimeSpan duration)
    {
        lock (gate)
            need = duration > need ? duration : need;
    }

    // Beyond the time that the deadline sets aside for records, and never more than half of the call.
    private TimeSpan ForRecords()
    {
        if (!keepsDeadLetters)
            return TimeSpan.Zero;
        TimeSpan records =
            (options.ElementRecordTime * waiting / options.ElementsAtOnce)
            - (deadline.DeadLetter.Left(time) - deadline.Launch.Left(time));
        return records <= TimeSpan.Zero ? TimeSpan.Zero
            : records < whole / 2 ? records
            : whole / 2;
    }
}
