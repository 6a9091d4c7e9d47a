using System.Collections.Immutable;
using Dispatcher.Grouping;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>What a sweep found and did, in numbers.</summary>
public sealed record SweepReport
{
    /// <summary>Objects of the window that were listed.</summary>
    public long Listed { get; set; }

    /// <summary>Runs that objects of the window should have started, and did not.</summary>
    public long Lost { get; set; }

    /// <summary>Runs that were started, groups included.</summary>
    public long Started { get; set; }

    /// <summary>Groups that can start.</summary>
    public long GroupsReady { get; set; }

    /// <summary>Groups that wait for members, or for quiet.</summary>
    public long GroupsWaiting { get; set; }

    /// <summary>Dead letters that were settled.</summary>
    public long Redriven { get; set; }

    /// <summary>Runs that ended in <c>ERROR</c> or <c>TERMINATED</c> in the slot.</summary>
    public long Failed { get; set; }

    /// <summary>Periods whose object has not come.</summary>
    public long Missing { get; set; }

    /// <summary>What there was no time or no room for, or what a service refused: runs and dead letters.</summary>
    public long Left { get; set; }

    /// <summary>What cannot be swept, or is assumed.</summary>
    public ImmutableArray<string> Notes { get; set; } = [];

    /// <summary>What kept the sweep from looking at everything.</summary>
    public ImmutableArray<SweepProblem> Problems { get; set; } = [];

    /// <summary>Whether time was over before everything was listed.</summary>
    public bool IsCutShort { get; set; }

    /// <summary>Whether nothing is left, everything was listed, and no service failed.</summary>
    public bool IsComplete => this is { IsCutShort: false, Left: 0, Problems.IsEmpty: true };

    /// <summary>Lost runs by route.</summary>
    public SortedDictionary<string, long> LostByRoute { get; } = new(StringComparer.Ordinal);
}

/// <summary>What a service did not do.</summary>
/// <param name="What">What was asked of it.</param>
/// <param name="Failure">Why not.</param>
public sealed record SweepProblem(string What, ServiceFailure Failure);

/// <summary>A run that ended badly.</summary>
/// <param name="Route">Its route; null when neither an object nor its name tells which.</param>
/// <param name="Subject">What it was for; null when the listing does not have it any more.</param>
/// <param name="Task">Its task.</param>
/// <param name="Run">The run.</param>
public sealed record FailedRun(Route? Route, RunSubject? Subject, TaskPlace Task, TaskRun Run);

/// <summary>Called for what a sweep finds and does, as it does.</summary>
public interface ISweepNews : IRunNews
{
    /// <summary>Objects were looked at.</summary>
    void Listed(SweepReport sofar);

    /// <summary>A run is lost. Reported one by one, before any is started.</summary>
    void Lost(string route, ObjectSummary lost);

    /// <summary>A run ended badly.</summary>
    void Failed(FailedRun failed);

    /// <summary>An object that should have come has not.</summary>
    void Missing(MissingObject missing);

    /// <summary>A run ended in the slot, well or badly.</summary>
    void EndedInSlot(Route? route, TaskRun run);
}
