using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Patterns;

namespace Dispatcher.Routes;

/// <summary>A key of <c>match</c> that holds patterns: one row of <see cref="MatchKeys"/>. Every member is required, so
/// that a new row answers what each place asks of it.</summary>
/// <remarks>Two keys of one name are equal.</remarks>
public sealed class MatchKey : IEquatable<MatchKey>
{
    private static readonly EventDocument MadeUp = new() { Object = "object" };

    /// <summary>The key as it is written below <c>match</c>; of a member of <c>where</c>, <c>where.PATH</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is about, after "the": <c>bucket</c>.</summary>
    public required string What { get; init; }

    /// <summary>What is wrong with an event that has no value.</summary>
    public required string Missing { get; init; }

    /// <summary>What the event gives; null when it gives nothing, which no pattern accepts.</summary>
    public required Func<StorageEvent, string?> Value { get; init; }

    /// <summary>A second value, which the patterns may accept instead; null when there is only one.</summary>
    public required SecondValue? Second { get; init; }

    /// <summary>Whether a value is a name: not empty, without line breaks and NUL, and every event has it or its second
    /// value. Proofs about names are exact; about other texts they are undecided where only such characters
    /// help.</summary>
    public required bool IsName { get; init; }

    /// <summary>Whether the listing of a bucket has the value of every object in it.</summary>
    public required bool IsListed { get; init; }

    /// <summary>What a made-up event gives.</summary>
    public required Func<EventDocument, string?> Given { get; init; }

    /// <summary>The made-up event with another value; null takes the value away, where an event may lack it.</summary>
    public required Func<EventDocument, string?, EventDocument> With { get; init; }

    /// <summary>An event with what a made-up event gives, second value included; null where only the whole document
    /// shows it.</summary>
    public required Func<StorageEvent, EventDocument, StorageEvent>? Copy { get; init; }

    /// <summary>Where a made-up event happens, as a part of a sentence: <c> in bucket "b"</c>.</summary>
    public required Func<EventDocument, string> Place { get; init; }

    /// <summary>Why an Events rule does not ask for it, after the route's name; null when the rule does.</summary>
    public required string? BeyondRule { get; init; }

    /// <summary>The value of a made-up event for which nothing was given; null when it has none.</summary>
    public string? StandIn => Given(MadeUp);

    /// <inheritdoc/>
    public bool Equals(MatchKey? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MatchKey);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>The other value of a key of which an event has two, such as a compartment's OCID beside its name.</summary>
public sealed record SecondValue
{
    /// <summary>What the event gives; null when it gives nothing.</summary>
    public required Func<StorageEvent, string?> Value { get; init; }

    /// <summary>What a made-up event gives.</summary>
    public required Func<EventDocument, string> Given { get; init; }

    /// <summary>The made-up event with another second value.</summary>
    public required Func<EventDocument, string, EventDocument> With { get; init; }

    /// <summary>The form of every second value, which no first value has.</summary>
    public required Pattern Form { get; init; }
}

/// <summary>The keys of <c>match</c>. Reader, matcher, explainer, proofs, mutations, diff, JSON and page go through
/// this table; a new key is a new row.</summary>
/// <remarks>routes-v1, "match".</remarks>
public static class MatchKeys
{
    /// <summary>The object's name.</summary>
    public static MatchKey Object { get; } =
        new()
        {
            Name = "object",
            What = "object name",
            Missing = "the event names no object",
            Value = storageEvent => storageEvent.ObjectName,
            IsName = true,
            IsListed = true,
            Second = null,
            Given = document => document.Object,
            With = (document, value) => document with { Object = value ?? "" },
            Copy = (storageEvent, document) => storageEvent with { ObjectName = document.Object },
            Place = document => $" of object {Quote.Value(document.Object)}",
            BeyondRule = null,
        };

    /// <summary>The bucket's name.</summary>
    public static MatchKey Bucket { get; } =
        new()
        {
            Name = "bucket",
            What = "bucket",
            Missing = "the event names no bucket",
            Value = storageEvent => storageEvent.Bucket,
            IsName = true,
            IsListed = true,
            Second = null,
            Given = document => document.Bucket,
            With = (document, value) => document with { Bucket = value ?? "" },
            Copy = (storageEvent, document) => storageEvent with { Bucket = document.Bucket },
            Place = document => $" in bucket {Quote.Value(document.Bucket)}",
            BeyondRule = null,
        };

    /// <summary>The namespace.</summary>
    public static MatchKey Namespace { get; } =
        new()
        {
            Name = "namespace",
            What = "namespace",
            Missing = "the event names no namespace",
            Value = storageEvent => storageEvent.Namespace,
            IsName = true,
            IsListed = true,
            Second = null,
            Given = document => document.Namespace,
            With = (document, value) => document with { Namespace = value ?? "" },
            Copy = (storageEvent, document) => storageEvent with { Namespace = document.Namespace },
            Place = document => $" of namespace {Quote.Value(document.Namespace)}",
            BeyondRule = null,
        };

    /// <summary>The compartment's name or its OCID.</summary>
    public static MatchKey Compartment { get; } =
        new()
        {
            Name = "compartment",
            What = "compartment",
            Missing = "the event names no compartment",
            Value = storageEvent => storageEvent.CompartmentName,
            IsName = true,
            IsListed = false,
            Second = new()
            {
                Value = storageEvent => storageEvent.CompartmentId,
                Given = document => document.CompartmentId,
                With = (document, value) => document with { CompartmentId = value },
                Form = Pattern.Parse(@"ocid1\..+").Pattern!,
            },
            Given = document => document.CompartmentName,
            With = (document, value) => document with { CompartmentName = value ?? "" },
            Copy = (storageEvent, document) =>
                storageEvent with
                {
                    CompartmentName = document.CompartmentName.Length == 0 ? null : document.CompartmentName,
                    CompartmentId = document.CompartmentId.Length == 0 ? null : document.CompartmentId,
                },
            Place = document => $" in compartment {Quote.Value(document.CompartmentName)} ({document.CompartmentId})",
            BeyondRule =
                "takes certain compartments, by name or OCID, which one condition cannot say: "
                + "the rule sees the events of the compartment it is in and of those below.",
        };

    /// <summary>The keys beside the object's name that every route may have, in the order in which they are tried and
    /// shown. Those of <c>where</c> come after them.</summary>
    public static ImmutableArray<MatchKey> Places { get; } = [Bucket, Namespace, Compartment];

    /// <summary>Every key but those of <c>where</c>.</summary>
    public static ImmutableArray<MatchKey> All { get; } = [Object, .. Places];

    /// <summary>The text of an event member.</summary>
    /// <param name="path">Its path in the event document, such as <c>data.additionalDetails.archivalState</c>.</param>
    public static MatchKey Where(string path)
    {
        ImmutableArray<string> names = EventMember.Names(path)
            ?? throw new ArgumentException("A name of the path is empty.", nameof(path));
        return new()
        {
            Name = $"where.{path}",
            What = $"event member `{path}`",
            Missing = $"the event has no text, number or Boolean at `{path}`",
            Value = storageEvent => EventMember.Text(storageEvent.Raw, names),
            IsName = false,
            IsListed = false,
            Second = null,
            Given = document => document.Member(path),
            With = (document, value) => document.WithMember(path, value),
            Copy = null,
            Place = document =>
                document.Member(path) is { } value ? $" with `{path}` {Quote.Value(value)}" : $" without `{path}`",
            BeyondRule = $"asks for the event member `{path}`, which the rule does not: it sees every value.",
        };
    }
}
