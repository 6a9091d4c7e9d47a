using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Dispatcher.Emulator.Identity;

/// <summary>Key pairs, made once per process: making a key pair takes longer than the rest of an emulator's
/// start.</summary>
/// <remarks>The identities of one emulator have different keys. Two emulators may use the same keys, but each accepts
/// only its own tokens.</remarks>
internal static class KeyPairs
{
    private static readonly ConcurrentDictionary<int, Lazy<string>> Made = new();

    /// <summary>The private key of the emulator's <paramref name="n"/>-th identity, PEM (PKCS#1, as the platform writes
    /// it).</summary>
    public static string Pem(int n) => Made.GetOrAdd(n, _ => new(New)).Value;

    private static string New()
    {
        using var pair = RSA.Create(2048);
        return pair.ExportRSAPrivateKeyPem();
    }
}
