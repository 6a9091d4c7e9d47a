namespace Dispatcher.Emulator.Faults;

/// <summary>What goes wrong with a request.</summary>
public enum FaultKind
{
    /// <summary>An error answer in OCI's shape.</summary>
    Status,

    /// <summary>A wait; then everything goes on as usual.</summary>
    Delay,

    /// <summary>The connection is reset and nothing was done.</summary>
    ResetBefore,

    /// <summary>The work is done, then the connection is reset: the answer is lost.</summary>
    ResetAfter,

    /// <summary>An answer with an HTML body, as a proxy writes it.</summary>
    Html,

    /// <summary>An answer without a body.</summary>
    EmptyBody,

    /// <summary>The work is done; the answer's body ends in the middle and the connection is closed.</summary>
    CutShort,
}
