using Dispatcher.Events;

namespace Dispatcher.Analysis.Mutations;

/// <summary>A change that no test notices.</summary>
/// <param name="Mutant">The change; where several routes share the text, in the first of them.</param>
/// <param name="Witness">For a change of the conditions: an event that tells the difference, for a test that would;
/// null when the analysis found none in its bounds, or when the change is in a template.</param>
public sealed record SurvivingMutant(RouteMutant Mutant, EventDocument? Witness);
