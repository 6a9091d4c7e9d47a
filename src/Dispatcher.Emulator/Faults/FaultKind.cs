namespace Dispatcher.Emulator.Faults;

/// <summary>The kinds of faults.</summary>
public enum FaultKind
{
    /// <summary>An error answer in OCI's shape.</summary>
    Status,

    /// <summary>A delay; then the request is handled as usual.</summary>
    Delay,

    /// <summary>The connection is reset; the operation is not carried out.</summary>
    ResetBefore,

    /// <summary>The operation is carried out, then the connection is reset: the answer is lost.</summary>
    ResetAfter,

    /// <summary>An answer with an HTML page, as from a proxy.</summary>
    Html,

    /// <summary>An answer without a body.</summary>
    EmptyBody,

    /// <summary>The operation is carried out. The answer's body ends in the middle and the connection is
    /// closed.</summary>
    CutShort,
}
