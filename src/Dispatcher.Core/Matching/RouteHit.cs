using Dispatcher.Patterns;
using Dispatcher.Routes;

namespace Dispatcher.Matching;

/// <summary>A route that matched, and the captures of the expression that did.</summary>
/// <param name="Route">The route; <see cref="RouteState.Enabled"/> or <see cref="RouteState.Shadow"/>.</param>
/// <param name="Match">The captures.</param>
public readonly record struct RouteHit(Route Route, PatternMatch Match);
