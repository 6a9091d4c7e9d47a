using System.Globalization;
using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Planning;

/// <summary>Says which bound an event passed.</summary>
internal static class PassedBudgets
{
    /// <summary>The error of an event for which the routes that fire were not found.</summary>
    public static DispatchError OfDeciding(PlanBudget budget) =>
        Error(
            budget,
            route: null,
            "matching the routes",
            budget.Matching,
            "make the patterns simpler that begin with the same text as the object name, or with none"
        );

    /// <summary>The error of a route whose request was not rendered.</summary>
    public static DispatchError OfRendering(PlanBudget budget, Route route) =>
        Error(
            budget,
            route.Name,
            "rendering the requests",
            budget.Rendering,
            "make the templates of the routes that fire smaller"
        );

    private static DispatchError Error(PlanBudget budget, string? route, string work, long steps, string advice)
    {
        string bound = string.Create(CultureInfo.InvariantCulture, $"the bound of {steps:N0} steps");
        return budget.IsOver?.Invoke() == true
            ? new(Codes.OutOfTime, route, $"The time ran out while {work}; {advice}.", Retryable: true)
            : new(
                Codes.WorkPassed,
                route,
                $"Deciding on the event passes {bound} for {work}; {advice}.",
                Retryable: true
            );
    }
}
