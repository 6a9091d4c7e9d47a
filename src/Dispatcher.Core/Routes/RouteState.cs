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
