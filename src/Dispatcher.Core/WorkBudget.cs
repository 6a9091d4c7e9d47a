namespace Dispatcher;

/// <summary>Bounds work by counting it: a step is about one state of an automaton that is made or visited, or one
/// character of a template, so that it bounds memory as well. Several questions may share one budget. What it does not
/// reach is undecided. For one thread.</summary>
/// <remarks>A million steps of a proof take about a second, and 100 MB at most.</remarks>
public sealed class WorkBudget
{
    // A usual event takes fewer: what is decided so soon is decided also when its time is over. A clock is read in some
    // 20 ns, and so many steps take some hundred microseconds.
    private const long StepsBetweenLooks = 4_096;

    private readonly Func<bool>? isOver;
    private readonly long stepsBetweenLooks;
    private long left;
    private long nextLook;

    /// <summary>A budget whose time a clock measures.</summary>
    /// <param name="steps">How many steps may be taken.</param>
    /// <param name="isOver">Asked every 4,096 steps whether time is over, which spends the budget; null where only
    /// steps count. The caller has the clock.</param>
    public WorkBudget(long steps, Func<bool>? isOver = null)
        : this(steps, isOver, StepsBetweenLooks) { }

    /// <summary>A budget that a cancellation spends, at the next step.</summary>
    /// <param name="steps">How many steps may be taken.</param>
    /// <param name="cancellation">The caller's cancellation, which can have a clock behind it.</param>
    public WorkBudget(long steps, CancellationToken cancellation)
        : this(steps, () => cancellation.IsCancellationRequested, 0) { }

    private WorkBudget(long steps, Func<bool>? isOver, long stepsBetweenLooks)
    {
        (this.isOver, this.stepsBetweenLooks) = (isOver, stepsBetweenLooks);
        (left, nextLook) = (steps, steps - stepsBetweenLooks);
    }

    /// <summary>Whether nothing is left. It stays so, and an answer that was found meanwhile means nothing.</summary>
    public bool IsSpent => left <= 0;

    /// <summary>Takes steps; false where nothing is left.</summary>
    public bool Spend(long count)
    {
        left -= count;
        if (isOver is not null && left <= nextLook && left > 0)
        {
            nextLook = left - stepsBetweenLooks;
            if (isOver())
                left = 0;
        }

        return left > 0;
    }
}
