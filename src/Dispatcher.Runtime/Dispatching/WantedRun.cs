using System.Collections.Immutable;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>A run to start unless it exists.</summary>
/// <param name="Request">What to create.</param>
public sealed record WantedRun(TaskRunRequest Request)
{
    /// <summary>Further identities under which it may have been started before.</summary>
    public ImmutableArray<RunIdentity> Others { get; init; } = [];

    /// <summary>Every identifier and, where the name is a proof, every name that the run may have.</summary>
    /// <remarks>A route may name its runs, and two of them alike: a name is a proof only with the identity's hash in
    /// it.</remarks>
    internal IEnumerable<(string Identifier, string? Name)> Marks()
    {
        string own = Request.RetryToken[..RunIdentity.HashDigits];
        bool hasOwnName = Request.Name.EndsWith("-" + own, StringComparison.Ordinal);
        yield return (Request.Identifier, hasOwnName ? Request.Name : null);
        foreach (RunIdentity other in Others)
        {
            if (other.Identifier != Request.Identifier)
                yield return (other.Identifier, hasOwnName ? Request.Name[..^own.Length] + other.Hash : null);
        }
    }
}

/// <summary>A run that exists, and how it came to.</summary>
/// <param name="Run">The run.</param>
/// <param name="Duplicate">Whether there is evidence that it existed before: see
/// <see cref="RunStarter"/>.</param>
public sealed record ExistingRun(TaskRun Run, bool Duplicate);
