using System.Collections.Immutable;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Planning;

/// <summary>The group that a run is for: what its templates see, and what its identity is made from.</summary>
/// <param name="Facts">What templates see.</param>
/// <param name="Members">Name and entity tag of every member, in ordinal order of the names.</param>
internal sealed record GroupRun(GroupFacts Facts, ImmutableArray<(string Name, string? ETag)> Members);
