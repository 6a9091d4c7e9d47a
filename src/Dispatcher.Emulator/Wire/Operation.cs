using Dispatcher.Emulator.Model;

namespace Dispatcher.Emulator.Wire;

/// <summary>An operation of a service.</summary>
/// <param name="Name">Its name, see <see cref="Operations"/>.</param>
/// <param name="Handle">Carries it out.</param>
internal sealed record Operation(string Name, Func<Call, Answer> Handle)
{
    /// <summary>The largest body, in bytes.</summary>
    public required int MaxBody { get; init; }

    /// <summary>Whether a body must be signed; false only for PutObject.</summary>
    public bool SignsBody { get; init; } = true;

    /// <summary>The bearer token that is required instead of a signature; null for a signature.</summary>
    public string? Bearer { get; init; }
}

/// <summary>A service: finds the operation of a request.</summary>
internal interface IService
{
    /// <summary>Never null: an unknown request gives an operation that answers 404 or 405.</summary>
    Operation Find(string method, RequestTarget target);
}
