namespace Dispatcher.Runtime.Logging;

/// <summary>How much a log line matters.</summary>
public enum LogLevel
{
    /// <summary>For somebody who follows one event.</summary>
    Debug,

    /// <summary>What happened.</summary>
    Information,

    /// <summary>Somebody should look.</summary>
    Warning,

    /// <summary>Somebody must look.</summary>
    Error,
}
