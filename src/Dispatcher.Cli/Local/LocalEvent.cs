using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Matching;

namespace Dispatcher.Cli.Local;

/// <summary>What became of one change of the landing area.</summary>
/// <param name="Change">The change.</param>
/// <param name="Answer">What the function answered.</param>
/// <param name="Runs">The task runs it answered, each with what the emulated service knows of it.</param>
/// <param name="Nearest">For an unmatched object: the route that came nearest, and why it did not match.</param>
internal sealed record LocalEvent(
    LandingChange Change,
    FunctionAnswer Answer,
    ImmutableArray<LocalRun> Runs,
    RouteExplanation? Nearest
)
{
    /// <summary>Whether the event and every run that it started are well so far.</summary>
    public bool IsGood => Answer.IsGood && Runs.All(run => !run.HasFailed);
}

/// <summary>A task run that the function started.</summary>
/// <param name="Answered">The run as the function answered it.</param>
/// <param name="Bindings">The bindings the emulated service received: parameter → ParameterValue.</param>
internal sealed record LocalRun(AnsweredRun Answered, ImmutableArray<KeyValuePair<string, JsonElement>> Bindings)
{
    /// <summary>Its state when it was last looked at, in the service's word.</summary>
    public string Status { get; init; } = Answered.Status;

    /// <summary>The service's message for a run that ended in ERROR.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Whether it ended otherwise than in SUCCESS.</summary>
    public bool HasFailed { get; init; }
}
