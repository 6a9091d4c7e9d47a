using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Dispatcher.Emulator.Identity;

/// <summary>Key pairs, made once for the process: making one takes longer than everything else an emulator does to
/// start.</summary>
/// <remarks>Identities of one emulator have different keys. Those of two emulators may share one; each still believes
/// its own tokens only.</remarks>
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
