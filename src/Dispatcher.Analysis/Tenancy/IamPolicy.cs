using System.Collections.Immutable;

namespace Dispatcher.Analysis.Tenancy;

/// <summary>The IAM statements that allow the function exactly what its routes do.</summary>
/// <param name="Statements">The statements, in a stable order.</param>
/// <param name="Notes">What the statements do not say, one sentence each.</param>
public sealed record IamPolicy(ImmutableArray<PolicyStatement> Statements, ImmutableArray<string> Notes);

/// <summary>One statement.</summary>
/// <param name="Text">The statement, as IAM takes it.</param>
/// <param name="Routes">The routes that need it, in route order; empty when the function itself does.</param>
/// <param name="Comment">Why it is there, in one sentence.</param>
public sealed record PolicyStatement(string Text, ImmutableArray<string> Routes, string Comment);

/// <summary>What a policy is made from beside the routes.</summary>
public sealed record PolicySettings
{
    /// <summary>The dynamic group that the function is in, as a statement names it (<c>'Default'/'dispatcher'</c> with
    /// a domain).</summary>
    public string Group { get; init; } = "dispatcher";

    /// <summary>Where the workspaces are: a compartment's name or OCID, or <c>${name}</c> for Terraform to fill
    /// in; null is the whole tenancy.</summary>
    public string? Compartment { get; init; }

    /// <summary>Where the routes bucket and the dead-letter bucket are; null is <see cref="Compartment"/>.</summary>
    public string? StorageCompartment { get; init; }

    /// <summary>The configuration key <c>DISPATCHER_ROUTES</c>, or null.</summary>
    public string? RoutesPlace { get; init; }

    /// <summary>The configuration key <c>DISPATCHER_DEAD_LETTER</c>, or null.</summary>
    public string? DeadLetterPlace { get; init; }

    /// <summary>Whether runs are looked up as well: a replay does, before it starts something again.</summary>
    public bool LookUp { get; init; }

    /// <summary>Whether the function sweeps: it lists the landing buckets, reads the runs, and redrives dead
    /// letters.</summary>
    public bool Sweep { get; init; }

    /// <summary>The compartment, by OCID, of the stream, its connector and the function, where events come through a
    /// stream; null where they do not.</summary>
    public string? ConnectorCompartment { get; init; }

    /// <summary>What templates see as <c>config.KEY</c>.</summary>
    public Configuration Configuration { get; init; } = Configuration.Empty;
}
