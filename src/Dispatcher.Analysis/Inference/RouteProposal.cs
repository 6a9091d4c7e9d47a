using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;

namespace Dispatcher.Analysis.Inference;

/// <summary>A route file that is proposed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Yaml">Its content.</param>
internal sealed record ProposedFile(string Name, string Yaml);

/// <summary>Routes that are proposed for object names.</summary>
internal sealed record RouteProposal
{
    /// <summary>The routes, in the order they are tried.</summary>
    public required ImmutableArray<InferredRoute> Routes { get; init; }

    /// <summary>The files with them; one when they were asked for together.</summary>
    public required ImmutableArray<ProposedFile> Files { get; init; }

    /// <summary>Names that no route is proposed for, each with the reason.</summary>
    public required ImmutableArray<(string Name, string Reason)> Left { get; init; }

    /// <summary>Given names that none of the routes takes; a fault of the inference.</summary>
    public required ImmutableArray<string> NotTaken { get; init; }

    /// <summary>What is wrong beyond what is marked, from the loader, the route tests and the linter.</summary>
    public required ImmutableArray<Diagnostic> Problems { get; init; }

    /// <summary>The routes, loaded; null where they do not load.</summary>
    public required DispatchPlanner? Planner { get; init; }
}
