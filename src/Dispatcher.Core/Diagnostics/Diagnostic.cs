namespace Dispatcher.Diagnostics;

/// <summary>One problem in a route file: what is wrong, where, and what to write instead.</summary>
/// <remarks>routes-v1, "Errors". A diagnostic is a value; nothing throws it.</remarks>
/// <param name="Code">A stable code, <c>RD</c> and three digits; see <see cref="Codes"/>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Position">Where it is.</param>
/// <param name="Message">What is wrong, without a full stop.</param>
/// <param name="Hint">What to write instead, without a full stop; empty when nothing useful can be said.</param>
public sealed record Diagnostic(string Code, Severity Severity, SourcePosition Position, string Message, string Hint)
{
    // Messages quote the file. Control characters in the file must not reach a reader's terminal.

    /// <summary>What is wrong, without a full stop: one line without control characters, whatever it quotes.</summary>
    public string Message { get; } = Quote.Whole(Message);

    /// <summary>What to write instead, escaped in the same way; empty when there is no advice.</summary>
    public string Hint { get; } = Quote.Whole(Hint);

    /// <summary>The route the problem is in, where it is in one.</summary>
    public string? Route { get; init; }

    /// <summary><c>file:line:column: error RDnnn: what is wrong; what to write instead</c>.</summary>
    public override string ToString()
    {
        string severity = Severity.Word();
        return Hint.Length == 0
            ? $"{Position}: {severity} {Code}: {Message}"
            : $"{Position}: {severity} {Code}: {Message}; {Hint}";
    }
}
