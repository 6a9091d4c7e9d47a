using System.Collections.Immutable;

namespace Dispatcher.Planning;

/// <summary>One task run to create: where, under which identity, and the exact body.</summary>
/// <remarks>dispatch-v1, "Exactly one run per object version and route". Rendered by the planner; nothing after it
/// changes a byte.</remarks>
public sealed record TaskRunRequest
{
    /// <summary>The route that fired.</summary>
    public required string Route { get; init; }

    /// <summary>The route's file, as diagnostics name it.</summary>
    public required string File { get; init; }

    /// <summary>The workspace's OCID; path segment of the request, unescaped.</summary>
    public required string Workspace { get; init; }

    /// <summary>The application's key; path segment of the request, unescaped.</summary>
    public required string Application { get; init; }

    /// <summary>The published task's key, sent as <c>registryMetadata.aggregatorKey</c>.</summary>
    public required string TaskKey { get; init; }

    /// <summary>The run's name: <c>ROUTE-STEM-HASH</c> unless the route names it.</summary>
    public required string Name { get; init; }

    /// <summary>The run's description, or null for none.</summary>
    public string? Description { get; init; }

    /// <summary>The run's identifier: <c>RD_</c> and 32 upper-case hexadecimal digits.</summary>
    public required string Identifier { get; init; }

    /// <summary>The idempotency token sent as <c>opc-retry-token</c>: 64 lower-case hexadecimal characters, equal for
    /// every delivery of the same object version to the same route.</summary>
    public required string RetryToken { get; init; }

    /// <summary>How many runs of the task may be unfinished when this one is created; null for any number. Not
    /// sent.</summary>
    public int? MaxRunning { get; init; }

    /// <summary>What the task's parameters are set to, in the route's order.</summary>
    public required ImmutableArray<ParameterBinding> Bindings { get; init; }

    /// <summary>The objects that the run writes, as far as the route says. Not sent.</summary>
    public ImmutableArray<WrittenObject> Writes { get; init; } = [];

    /// <summary>The body of CreateTaskRun as UTF-8 JSON, without white space: what is signed and sent.
    /// <see cref="TaskRunBody"/> makes it from the values, once.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}
