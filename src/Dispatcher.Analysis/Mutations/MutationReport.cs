using System.Collections.Immutable;

namespace Dispatcher.Analysis.Mutations;

/// <summary>What the tests say to all changes.</summary>
/// <param name="Noticed">How many some test notices.</param>
/// <param name="Survived">Those that none does, in route order.</param>
/// <param name="Unknown">How many were not tried in time, or might be no change at all.</param>
public sealed record MutationReport(int Noticed, ImmutableArray<SurvivingMutant> Survived, int Unknown);
