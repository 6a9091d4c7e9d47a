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

/// <summary>The words of <see cref="Severity"/>.</summary>
public static class Severities
{
    /// <summary><c>error warning note</c>.</summary>
    public static Words<Severity> Words { get; } =
        new(severity =>
            severity switch
            {
                Severity.Error => "error",
                Severity.Warning => "warning",
                Severity.Note => "note",
            }
        );

    /// <summary><c>error warning note</c>.</summary>
    public static string Word(this Severity severity) => Words.Of(severity);
}
