using Dispatcher.Patterns;
using Dispatcher.Routes;

namespace Dispatcher.Matching;

/// <summary>A route that matched, and the object expression that did.</summary>
/// <param name="Route">The route; <see cref="RouteState.Enabled"/> or <see cref="RouteState.Shadow"/>.</param>
/// <param name="Pattern">The first expression of <c>match.object</c> that accepts the name; its captures are what
/// templates see. They are looked for only when a template needs them: finding them costs more than the
/// decision.</param>
public readonly record struct RouteHit(Route Route, Pattern Pattern);
