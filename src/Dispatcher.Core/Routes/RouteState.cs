using Dispatcher.Diagnostics;

namespace Dispatcher.Routes;

/// <summary>Whether a route takes part.</summary>
public enum RouteState
{
    /// <summary>Matches and starts its task.</summary>
    Enabled,

    /// <summary>Matches, renders and is reported; starts nothing and does not stop the search.</summary>
    Shadow,

    /// <summary>Never matches.</summary>
    Disabled,
}

/// <summary>The words of <see cref="RouteState"/>.</summary>
public static class RouteStates
{
    /// <summary><c>enabled shadow disabled</c>.</summary>
    public static Words<RouteState> Words { get; } =
        new(state =>
            state switch
            {
                RouteState.Enabled => "enabled",
                RouteState.Shadow => "shadow",
                RouteState.Disabled => "disabled",
            }
        );

    /// <summary><c>enabled shadow disabled</c>.</summary>
    public static string Word(this RouteState state) => Words.Of(state);
}
