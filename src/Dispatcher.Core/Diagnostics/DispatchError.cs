namespace Dispatcher.Diagnostics;

/// <summary>Why an event, or one route of it, failed.</summary>
/// <param name="Code">A stable code; see <see cref="Codes"/>.</param>
/// <param name="Route">The route, where the failure belongs to one.</param>
/// <param name="Message">What is wrong and what to do, as one line; names from the event are quoted and
/// escaped.</param>
/// <param name="Retryable">Whether the same event may succeed later.</param>
public sealed record DispatchError(string Code, string? Route, string Message, bool Retryable)
{
    /// <summary>What is wrong and what to do: one line without control characters, whatever it quotes.</summary>
    public string Message
    {
        get;
        init => field = Quote.Whole(value);
    } = Quote.Whole(Message);
}
