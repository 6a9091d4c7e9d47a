using System.Security.Cryptography;

namespace Dispatcher.Emulator.Identity;

/// <summary>A public key that verifies signatures.</summary>
internal sealed class PublicKey : IDisposable
{
    private readonly Lock access = new();
    private readonly RSA rsa = RSA.Create();

    public PublicKey(RSA pair) => rsa.ImportParameters(pair.ExportParameters(includePrivateParameters: false));

    /// <summary>Whether the signature (RSA PKCS#1 v1.5 over SHA-256) belongs to this key and this data.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        // The framework does not promise that RSA is thread-safe.
        lock (access)
            return rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    public void Dispose() => rsa.Dispose();
}
