using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Events;

namespace Dispatcher.Routes;

/// <summary>A test inside a route file: an event and what it must start.</summary>
/// <remarks>routes-v1, "Route tests".</remarks>
public sealed record RouteTest
{
    private readonly Lazy<ImmutableArray<StorageEvent>> source;

    // The events are made when the test is run: the function loads every test and runs none.
    internal RouteTest(Func<ImmutableArray<StorageEvent>> read) => source = new(read);

    /// <summary>Where it stands.</summary>
    public required SourcePosition Position { get; init; }

    /// <summary>The object's name; of a grouped route the first one's.</summary>
    public required string Object { get; init; }

    /// <summary>What the test says of the event beside the object, as written: <c>bucket: b, event: delete</c>; empty
    /// when that is nothing.</summary>
    public string Given { get; init; } = "";

    /// <summary>The event, with what the test leaves out filled in; or, with <c>raw</c>, the document it
    /// gives.</summary>
    public StorageEvent Event => source.Value[0];

    /// <summary>The events of all objects of a test of a grouped route (<c>objects</c>), in the order written; else
    /// <see cref="Event"/> alone.</summary>
    public ImmutableArray<StorageEvent> Events => source.Value;

    /// <summary>The configuration it runs with; null means the caller's.</summary>
    public Configuration? Configuration { get; init; }

    /// <summary>What it expects.</summary>
    public required TestExpectation Expect { get; init; }
}

/// <summary>What a route test expects.</summary>
public sealed record TestExpectation
{
    /// <summary>Whether nothing may match; the rest is then empty.</summary>
    public bool Unmatched { get; init; }

    /// <summary>The routes that fire, in order; empty means: this test's own route, and no claim about
    /// others.</summary>
    public ImmutableArray<string> Routes { get; init; } = [];

    /// <summary>Members of the task (<c>key workspace application name description</c>) that must be equal.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Task { get; init; } = [];

    /// <summary>Parameters whose bindings must be equal: parameter name → the ParameterValue as JSON.</summary>
    public ImmutableArray<KeyValuePair<string, JsonElement>> Bindings { get; init; } = [];

    /// <summary>Whether nothing but <see cref="Bindings"/> may be bound.</summary>
    public bool Exact { get; init; }
}
