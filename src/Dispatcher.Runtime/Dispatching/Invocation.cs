using Dispatcher.Events;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>One call of the function, as a host received it.</summary>
/// <remarks>dispatch-v1, "Input". Free of any web framework, so that both hosts and tests can make one.</remarks>
/// <param name="Body">The body as received, byte for byte. A host reads at most <see cref="MaxBodyBytes"/> + 1 bytes of
/// it, so a longer body shows as <see cref="IsOversize"/>.</param>
public sealed record Invocation(ReadOnlyMemory<byte> Body)
{
    /// <summary>The largest body that is accepted: 6 MiB.</summary>
    public const int MaxBodyBytes = BodyReader.MaxBytes;

    /// <summary>The platform's id of this call (<c>Fn-Call-Id</c>), or null.</summary>
    public string? CallId { get; init; }

    /// <summary>When the platform gives up on this call (<c>Fn-Deadline</c>), or null when it does not say.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary><c>Fn-Intent</c> as sent (<c>httprequest</c>, <c>cloudevent</c>), or null.</summary>
    public string? Intent { get; init; }

    /// <summary>The trace this call belongs to, or null.</summary>
    public InvocationTrace? Trace { get; init; }

    /// <summary>Whether the body was larger than <see cref="MaxBodyBytes"/>; <see cref="Body"/> then holds only its
    /// beginning.</summary>
    public bool IsOversize => Body.Length > MaxBodyBytes;
}
