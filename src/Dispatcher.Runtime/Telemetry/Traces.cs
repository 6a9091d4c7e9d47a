using System.Diagnostics;
using Dispatcher.Oci.Ports;

namespace Dispatcher.Runtime.Telemetry;

/// <summary>The activities that are not of one invocation, and the events within any. Each is null when nothing
/// listens, or when the trace is not sampled.</summary>
internal static class Traces
{
    /// <summary>Another attempt, within the activity that makes it.</summary>
    public static void Retry(ServiceFailure failure, string code, int attempts, TimeSpan pause) =>
        Activity.Current?.AddEvent(
            new ActivityEvent(
                "retry",
                tags: new()
                {
                    [Measures.ErrorType] = code,
                    ["dispatcher.attempt"] = attempts,
                    ["dispatcher.pause"] = pause.TotalSeconds,
                    ["dispatcher.failure"] = failure.Describe(),
                }
            )
        );

    /// <summary>A look at the route source: a trace of its own, because it runs beside the invocation that began it and
    /// may outlive it.</summary>
    public static Activity? Refresh(Instruments instruments)
    {
        if (!instruments.Source.HasListeners())
            return null;
        Activity.Current = null; // Of this look's own flow: the invocation's is another.
        return instruments.Source.StartActivity("refresh", ActivityKind.Internal);
    }

    /// <summary>Says how the look ended, and which set is in use.</summary>
    public static void Refreshed(Activity? activity, string result, string? problem, string? routeSet)
    {
        activity?.SetTag(Measures.Result, result).SetTag("dispatcher.route_set", routeSet);
        if (result is not ("loaded" or "unchanged"))
            activity?.SetStatus(ActivityStatusCode.Error, problem);
    }
}
