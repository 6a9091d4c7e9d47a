using Dispatcher.Routes;

namespace Dispatcher.Planning;

/// <summary>Which run an object starts if its request can be rendered.</summary>
/// <param name="Route">The route.</param>
/// <param name="Task">Its task.</param>
/// <param name="Identity">What makes it the same run.</param>
public sealed record RunOutline(Route Route, TaskPlace Task, RunIdentity Identity);
