namespace Dispatcher;

/// <summary>Bounds work by counting it: a step is about one state of an automaton, or one character of a template, that
/// is looked at. Several questions may share one budget. For one thread.</summary>
/// <param name="steps">How many steps may be taken.</param>
/// <param name="isOver">Asked now and then whether time is over, which spends the budget; null where only steps count.
/// The caller has the clock.</param>
public sealed class WorkBudget(long steps, Func<bool>? isOver = null)
{
    // A usual event takes fewer: what is decided so soon is decided also when its time is over. A clock is read in some
    // 20 ns, and so many steps take some hundred microseconds.
    private const long StepsBetweenLooks = 4_096;

    private long left = steps;
    private long nextLook = steps - StepsBetweenLooks;

    /// <summary>Whether nothing is left. It stays so, and an answer that was found meanwhile means nothing.</summary>
    public bool IsSpent => left <= 0;

    /// <summary>Takes steps; false where nothing is left.</summary>
    public bool Spend(long count)
    {
        left -= count;
        if (isOver is not null && left <= nextLook && left > 0)
        {
            nextLook = left - StepsBetweenLooks;
            if (isOver())
                left = 0;
        }

        return left > 0;
    }
}
