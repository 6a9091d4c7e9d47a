using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Automaton;

/// <summary>What a state of the automaton does.</summary>
internal enum StateKind : byte
{
    /// <summary>The whole value has matched.</summary>
    Accept,

    /// <summary>Consumes one character out of a set and goes on at <see cref="NfaState.Next"/>.</summary>
    Characters,

    /// <summary>Goes on at <see cref="NfaState.Next"/>, or, with lower priority, at
    /// <see cref="NfaState.Other"/>.</summary>
    Fork,

    /// <summary>Notes the place in the value in <see cref="NfaState.Slot"/> and goes on at
    /// <see cref="NfaState.Next"/>.</summary>
    Mark,
}

/// <summary>One state. Sixteen bytes: with thousands of patterns the states are most of what a route set
/// holds.</summary>
internal readonly struct NfaState
{
    /// <summary>What a state holds.</summary>
    public const int Bytes = 16;

    // Where the other way of a fork stands: no state has a negative number.
    private const int NoFork = -1,
        FirstMark = -2;

    private readonly int other;

    private NfaState(CharsNode? characters, int next, int other) =>
        (Characters, Next, this.other) = (characters, next, other);

    public StateKind Kind =>
        Characters is not null ? StateKind.Characters
        : other >= 0 ? StateKind.Fork
        : other == NoFork ? StateKind.Accept
        : StateKind.Mark;

    /// <summary>What is consumed; null where nothing is.</summary>
    public CharsNode? Characters { get; }

    /// <summary>The state after this one.</summary>
    public int Next { get; }

    /// <summary>The less preferred way of a fork.</summary>
    public int Other => other;

    /// <summary>Where a mark is kept: group g begins in slot 2g and ends in slot 2g + 1.</summary>
    public int Slot => FirstMark - other;

    /// <summary>The pattern that is at its end in an accepting state, by its place in the list.</summary>
    public int Pattern => Next;

    public static NfaState Accept(int pattern) => new(null, pattern, NoFork);

    public static NfaState Consume(CharsNode characters, int next) => new(characters, next, NoFork);

    public static NfaState Fork(int preferred, int other) => new(null, preferred, other);

    public static NfaState Mark(int slot, int next) => new(null, next, FirstMark - slot);
}
