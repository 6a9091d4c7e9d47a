using System.Collections.Immutable;
using Dispatcher.Events;

namespace Dispatcher.Analysis.Tenancy;

/// <summary>What an OCI Events rule must let through so that each route that starts something sees its
/// events.</summary>
/// <remarks>Event kinds and landing buckets only. Object names are left to the routes on purpose: an object that no
/// route takes still reaches the function, which reports it as unmatched.</remarks>
public sealed record EventRule
{
    /// <summary>The event kinds, in the order create, update, delete; never empty.</summary>
    public required ImmutableArray<ObjectEventKind> Kinds { get; init; }

    /// <summary>The buckets, ordered; <c>*</c> in one stands for anything. Empty is every bucket.</summary>
    public required ImmutableArray<RuleValue> Buckets { get; init; }

    /// <summary>The namespaces, ordered; empty is every namespace.</summary>
    public required ImmutableArray<RuleValue> Namespaces { get; init; }

    /// <summary>Where the rule lets more through than the routes take, because the condition language cannot say it,
    /// one sentence each.</summary>
    public required ImmutableArray<string> Wider { get; init; }

    /// <summary>The condition: a JSON object as text, as <c>CreateRuleDetails.condition</c> has it.</summary>
    public string Condition => RuleCondition.Write(this);
}

/// <summary>A value of the condition.</summary>
/// <param name="Text">The value; <c>*</c> stands for anything.</param>
/// <param name="Routes">The routes that need it, in route order.</param>
public sealed record RuleValue(string Text, ImmutableArray<string> Routes);
