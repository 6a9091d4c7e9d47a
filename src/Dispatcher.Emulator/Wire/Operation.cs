using Dispatcher.Emulator.Model;

namespace Dispatcher.Emulator.Wire;

/// <summary>Something a service can be asked for.</summary>
/// <param name="Name">Its name, see <see cref="Operations"/>.</param>
/// <param name="Handle">Does it.</param>
internal sealed record Operation(string Name, Func<Call, Answer> Handle)
{
    /// <summary>The largest body, in bytes.</summary>
    public required int MaxBody { get; init; }

    /// <summary>Whether a body must be signed; PutObject alone does without.</summary>
    public bool SignsBody { get; init; } = true;

    /// <summary>The bearer token that is asked for instead of a signature; null for a signature.</summary>
    public string? Bearer { get; init; }
}

/// <summary>A service: finds out what a request asks for.</summary>
internal interface IService
{
    /// <summary>Never null: what is unknown is an operation that answers 404 or 405.</summary>
    Operation Find(string method, RequestTarget target);
}
