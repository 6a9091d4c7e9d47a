namespace Dispatcher.Diagnostics;

/// <summary>How much a <see cref="Diagnostic"/> matters.</summary>
public enum Severity
{
    /// <summary>The route set does not load, or the event cannot be dispatched.</summary>
    Error,

    /// <summary>It works, but an author should look.</summary>
    Warning,

    /// <summary>Worth knowing.</summary>
    Note,
}
