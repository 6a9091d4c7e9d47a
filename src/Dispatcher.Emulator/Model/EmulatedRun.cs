namespace Dispatcher.Emulator.Model;

/// <summary>A snapshot of a task run.</summary>
public sealed record EmulatedRun
{
    /// <summary>Its key.</summary>
    public required string Key { get; init; }

    /// <summary>The OCID of its workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>The key of its application.</summary>
    public required string Application { get; init; }

    /// <summary>The key of its task (<c>registryMetadata.aggregatorKey</c>).</summary>
    public required string TaskKey { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its identifier.</summary>
    public required string Identifier { get; init; }

    /// <summary>The body of the request that created it, byte for byte.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The <c>opc-retry-token</c> of that request, or null.</summary>
    public string? RetryToken { get; init; }

    /// <summary>The <c>opc-request-id</c> of the answer to that request.</summary>
    public required string OpcRequestId { get; init; }

    /// <summary>How many CreateTaskRun requests were answered with this run: 1, plus 1 for every replay of the retry
    /// token.</summary>
    public int Requests { get; init; } = 1;

    /// <summary>Its state.</summary>
    public RunStatus Status { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it became <c>RUNNING</c>, or null.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The error message of a run that ended as <c>ERROR</c>, or null.</summary>
    public string? ErrorMessage { get; init; }
}
