namespace Dispatcher.Analysis.Names;

/// <summary>Bounds the work of the analyses. One step makes or visits at most one state, so that it bounds memory as
/// well; what the budget does not reach is answered <see cref="Decision.Undecided"/>. Several questions may share one
/// budget.</summary>
/// <param name="steps">How many steps may be taken; a million take about a second and 100 MB at most.</param>
/// <param name="cancellation">Ends the work early, for a bound in time.</param>
public sealed class AnalysisBudget(long steps, CancellationToken cancellation = default)
{
    private long left = steps;

    /// <summary>Whether nothing is left.</summary>
    public bool IsSpent => left <= 0 || cancellation.IsCancellationRequested;

    internal bool Spend(long count)
    {
        left -= count;
        return !IsSpent;
    }
}
