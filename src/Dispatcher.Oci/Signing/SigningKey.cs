using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Dispatcher.Oci.Signing;

/// <summary>An RSA private key that any number of threads may sign with.</summary>
/// <remarks><see cref="RSA"/> does not promise to be thread-safe, and a new instance per request would parse the key
/// each time. So instances are pooled: there are as many as the largest number of signatures at the same
/// time.</remarks>
internal sealed class SigningKey
{
    private readonly RSAParameters parameters;
    private readonly ConcurrentBag<RSA> idle;

    private SigningKey(RSA first)
    {
        parameters = first.ExportParameters(includePrivateParameters: true);
        SignatureLength = (first.KeySize + 7) / 8;
        idle = [first];
    }

    /// <summary>The length of a signature in bytes.</summary>
    public int SignatureLength { get; }

    /// <summary>A new key of 2,048 bits.</summary>
    public static SigningKey New() => new(RSA.Create(2048));

    /// <summary>Makes the key from its parameters.</summary>
    public static SigningKey From(RSAParameters parameters) => new(RSA.Create(parameters));

    /// <summary>The public half, DER (SubjectPublicKeyInfo).</summary>
    public byte[] PublicKey()
    {
        using var rsa = RSA.Create(parameters);
        return rsa.ExportSubjectPublicKeyInfo();
    }

    /// <summary>Reads a private key in PEM form: PKCS#8, encrypted PKCS#8 or PKCS#1.</summary>
    /// <param name="pem">The text; anything around the PEM block is ignored.</param>
    /// <param name="passphrase">The passphrase of an encrypted key.</param>
    /// <param name="key">The key.</param>
    /// <param name="problem">Set instead on failure: what is wrong and what to do, as the end of a sentence. Never
    /// contains a part of the text.</param>
    public static bool TryRead(
        string pem,
        string? passphrase,
        [NotNullWhen(true)] out SigningKey? key,
        [NotNullWhen(false)] out string? problem
    )
    {
        key = null;
        problem = Obstacle(pem, passphrase);
        if (problem is not null)
            return false;

        var rsa = RSA.Create();
        try
        {
            if (IsEncrypted(pem))
                rsa.ImportFromEncryptedPem(pem, passphrase);
            else
                rsa.ImportFromPem(pem);
            key = new(rsa);
            return true;
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            rsa.Dispose();
            problem = IsEncrypted(pem)
                ? "could not be decrypted; check the passphrase"
                : "is not a readable RSA private key; write one RSA private key in PEM form";
            return false;
        }
    }

    /// <summary>Signs with RSA PKCS#1 v1.5 over SHA-256.</summary>
    /// <param name="data">What to sign.</param>
    /// <param name="signature">Room for <see cref="SignatureLength"/> bytes.</param>
    public void Sign(ReadOnlySpan<byte> data, Span<byte> signature)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, hash);
        if (!idle.TryTake(out RSA? rsa))
            rsa = RSA.Create(parameters);
        rsa.SignHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        idle.Add(rsa);
    }

    /// <summary>Signs nothing in particular: the first signature of a process takes several times as long as the second
    /// one.</summary>
    public void Prepare()
    {
        Span<byte> signature = stackalloc byte[SignatureLength];
        Sign([], signature);
    }

    private static bool IsEncrypted(string pem) =>
        pem.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal);

    private static string? Obstacle(string pem, string? passphrase)
    {
        if (!PemEncoding.TryFind(pem, out PemFields fields))
        {
            // OpenSSL's old encrypted form has headers inside the block, and .NET does not accept these.
            return pem.Contains("Proc-Type:", StringComparison.Ordinal)
                ? "is encrypted in the old OpenSSL form; convert it with `openssl pkcs8 -topk8 -in OLD -out NEW`"
                : "is not a PEM file; write one that begins with -----BEGIN PRIVATE KEY-----";
        }

        return pem[fields.Label] switch
        {
            "ENCRYPTED PRIVATE KEY" when string.IsNullOrEmpty(passphrase) =>
                "is encrypted and there is no passphrase; give its passphrase",
            "ENCRYPTED PRIVATE KEY" or "PRIVATE KEY" or "RSA PRIVATE KEY" => null,
            var label => $"holds a {label}; an RSA private key is wanted",
        };
    }
}
