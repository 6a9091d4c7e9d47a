using Dispatcher.Diagnostics;

namespace Dispatcher.Runtime.Logging;

/// <summary>How much a log line matters.</summary>
public enum LogLevel
{
    /// <summary>For following one event in detail.</summary>
    Debug,

    /// <summary>What happened.</summary>
    Information,

    /// <summary>An operator should look at it.</summary>
    Warning,

    /// <summary>An operator must look at it.</summary>
    Error,
}

/// <summary>The words of <see cref="LogLevel"/>.</summary>
public static class LogLevels
{
    /// <summary><c>debug information warning error</c>.</summary>
    public static Words<LogLevel> Words { get; } =
        new(value =>
            value switch
            {
                LogLevel.Debug => "debug",
                LogLevel.Information => "information",
                LogLevel.Warning => "warning",
                LogLevel.Error => "error",
            }
        );

    /// <summary><c>debug information warning error</c>.</summary>
    public static string Word(this LogLevel value) => Words.Of(value);
}
