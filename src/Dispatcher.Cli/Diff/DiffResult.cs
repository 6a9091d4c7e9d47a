using System.Collections.Immutable;
using Dispatcher.Analysis.Diff;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Diff;

/// <summary>What <c>diff</c> found.</summary>
/// <param name="Base">The set before, as the user named it.</param>
/// <param name="Head">The set after.</param>
/// <param name="Objects">The changes over the names given; null when none were.</param>
/// <param name="Proof">The changes over all events.</param>
internal sealed record DiffResult(DiffSource Base, DiffSource Head, ObjectDifference? Objects, SetDifference Proof)
{
    /// <summary>What the routes write, before and after; empty where it is not asked.</summary>
    public (ImmutableArray<WriteRow> Before, ImmutableArray<WriteRow> After) Writes { get; init; } = ([], []);

    /// <summary>What templates see in both sets: what was given, and a stand-in for each key that was not.</summary>
    public required Configuration Configuration { get; init; }

    /// <summary>The keys that routes need and that the configuration lacks; empty where none was given.</summary>
    public required ImmutableArray<string> Missing { get; init; }

    /// <summary>Whether anything changes, or may.</summary>
    public bool IsDifferent => Proof.Changes.Length + Proof.Unknown.Length > 0 || Objects is { Changed: > 0 };

    /// <summary>Whether any change is one of a request.</summary>
    public bool HasRequests =>
        Proof.Changes.Any(change => !change.Fields.IsEmpty)
        || Objects is { } objects && objects.Groups.Any(group => !group.Examples[0].Fields.IsEmpty);
}

/// <summary>One of the two route sets.</summary>
/// <param name="Name">As the user named it.</param>
/// <param name="Planner">Its planner.</param>
internal sealed record DiffSource(string Name, DispatchPlanner Planner);

/// <summary>The changes over a list of names.</summary>
/// <param name="Compared">How many names there were.</param>
/// <param name="Changed">How many of them change.</param>
/// <param name="Groups">The changes that are alike together, in the order of their first name.</param>
internal sealed record ObjectDifference(int Compared, int Changed, ImmutableArray<ChangeGroup> Groups);

/// <summary>Changes of one kind between the same routes.</summary>
/// <param name="Count">How many.</param>
/// <param name="Examples">The first few.</param>
internal sealed record ChangeGroup(int Count, ImmutableArray<RouteChange> Examples);
