using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Grouping;

/// <summary>A group of objects as it is at one moment.</summary>
/// <remarks>sweep-v1, "Groups".</remarks>
public sealed record ObjectGroup
{
    /// <summary>The route.</summary>
    public required Route Route { get; init; }

    /// <summary>The bucket's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>What the members have in common.</summary>
    public required string Key { get; init; }

    /// <summary>The members, in ordinal order of their names; never empty.</summary>
    public required ImmutableArray<GroupMember> Members { get; init; }

    /// <summary>The parts that are not there, in the order of the route.</summary>
    public required ImmutableArray<string> Missing { get; init; }

    /// <summary>Whether its run can start.</summary>
    public required GroupState State { get; init; }

    /// <summary>When it will be ready if nothing comes any more; null while it waits for parts and has no
    /// <c>at_most</c>.</summary>
    public required DateTimeOffset? ReadyAt { get; init; }

    /// <summary>The run; null when it could not be rendered.</summary>
    public TaskRunRequest? Run { get; init; }

    /// <summary>Why it could not be rendered.</summary>
    public ImmutableArray<DispatchError> Errors { get; init; } = [];

    /// <summary>When its first member was written.</summary>
    public DateTimeOffset First => Members.Min(member => member.Written);

    /// <summary>When its last member was written.</summary>
    public DateTimeOffset Last => Members.Max(member => member.Written);
}

/// <summary>Whether a group's run can start.</summary>
public enum GroupState
{
    /// <summary>It can.</summary>
    Ready,

    /// <summary>A member is younger than the quiet time.</summary>
    NotQuiet,

    /// <summary>A part is missing.</summary>
    Incomplete,
}

/// <summary>The words of <see cref="GroupState"/>.</summary>
public static class GroupStates
{
    /// <summary><c>ready not-quiet incomplete</c>.</summary>
    public static Words<GroupState> Words { get; } =
        new(state =>
            state switch
            {
                GroupState.Ready => "ready",
                GroupState.NotQuiet => "not-quiet",
                GroupState.Incomplete => "incomplete",
            }
        );

    /// <summary><c>ready not-quiet incomplete</c>.</summary>
    public static string Word(this GroupState state) => Words.Of(state);
}
