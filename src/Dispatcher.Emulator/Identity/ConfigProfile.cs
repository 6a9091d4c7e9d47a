namespace Dispatcher.Emulator.Identity;

/// <summary>A profile of an OCI config file and its key.</summary>
/// <param name="ConfigFile">The config file.</param>
/// <param name="Profile">The profile in it.</param>
/// <param name="KeyFile">The private key, PEM.</param>
/// <param name="TokenFile">The session token, or null for an API key.</param>
/// <param name="KeyId">The API key's <c>TENANCY/USER/FINGERPRINT</c>, or null for a session.</param>
public sealed record ConfigProfile(string ConfigFile, string Profile, string KeyFile, string? TokenFile, string? KeyId);
