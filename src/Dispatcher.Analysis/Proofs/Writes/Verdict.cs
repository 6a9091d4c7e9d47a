using System.Collections.Immutable;
using Dispatcher.Analysis.Images;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs.Writes;

/// <summary>How a question about what routes write ended.</summary>
/// <remarks>proofs-v1: never a guess presented as a proof; never silence about what was not decided.</remarks>
internal abstract record Verdict
{
    private Verdict() { }

    /// <summary>No name does it.</summary>
    public sealed record Proved : Verdict
    {
        public static readonly Proved Instance = new();
    }

    /// <summary>These events do it; matcher and renderer of the function have confirmed each.</summary>
    /// <param name="Steps">The events, in the order in which they follow each other or are compared.</param>
    public sealed record Refuted(ImmutableArray<ProofStep> Steps) : Verdict;

    /// <summary>Not decided.</summary>
    /// <param name="Bound">The bound that was met.</param>
    public sealed record Unknown(string Bound) : Verdict
    {
        /// <summary>The steps or the time of the question ran out.</summary>
        public static readonly Unknown Budget = new("the budget");

        /// <summary>It may happen as far as is proved, and none of the names that were tried does it.</summary>
        public static readonly Unknown Tries = new("the names that are tried");
    }
}

/// <summary>An event of a counterexample and what comes of it.</summary>
/// <param name="Event">The event.</param>
/// <param name="Route">The route that takes it; null when no route does.</param>
/// <param name="Written">The object that the route's task writes; null where that is not asked.</param>
/// <param name="Error">Why the request is not rendered; null where it is.</param>
/// <param name="Configuration">The keys that the route looks up and that were made up, with their values.</param>
internal sealed record ProofStep(
    EventDocument Event,
    Route? Route,
    WrittenObject? Written,
    string? Error,
    ImmutableSortedDictionary<string, string> Configuration
)
{
    /// <summary>The key of the object's group; null where each object has a run.</summary>
    public string? Group { get; init; }

    /// <summary>What the run is of: the object's name, or the key of its group.</summary>
    public string Subject => Group ?? Event.Object;
}

/// <summary>A question about one route, or two, that is not proved.</summary>
/// <param name="Code">The code of the question.</param>
/// <param name="Route">The route that the finding is about.</param>
/// <param name="Verdict">How it ended.</param>
internal sealed record ProofFinding(string Code, Route Route, Verdict Verdict)
{
    /// <summary>What is written, where the question is about that.</summary>
    public WriteImage? Image { get; init; }

    /// <summary>The other route or routes, where there are some.</summary>
    public ImmutableArray<Route> Others { get; init; } = [];

    /// <summary>Whether what is written is a guess from the names of bindings.</summary>
    public bool IsGuess { get; init; }

    /// <summary>Whether a bucket that only the configuration names was taken for any bucket.</summary>
    public bool HasOpenBucket { get; init; }
}
