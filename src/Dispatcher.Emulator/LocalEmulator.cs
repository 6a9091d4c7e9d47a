using Dispatcher.Emulator.Identity;

namespace Dispatcher.Emulator;

/// <summary>An emulator for interactive use, and the settings that other programs need to reach it.</summary>
/// <param name="Emulator">The emulator. Its caller stops it.</param>
/// <param name="FunctionEnvironment">See <see cref="OciEmulator.FunctionEnvironment"/>.</param>
/// <param name="Profile">The profile of an OCI config file, with an API key.</param>
public sealed record LocalEmulator(
    OciEmulator Emulator,
    IReadOnlyDictionary<string, string> FunctionEnvironment,
    ConfigProfile Profile
) : IAsyncDisposable
{
    /// <summary>Stops the emulator.</summary>
    public ValueTask DisposeAsync() => Emulator.DisposeAsync();
}
