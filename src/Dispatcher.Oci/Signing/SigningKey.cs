using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Dispatcher.Oci.Signing;

/// <summary>An RSA private key that any number of threads may sign with.</summary>
/// <remarks><see cref="RSA"/> does not promise that one instance may be used by several threads at once, and making an
/// instance for each request would parse the key anew. So instances are kept and lent: there are as many as there have
/// been signatures at one moment.</remarks>
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

    /// <summary>How many bytes a signature has.</summary>
    public int SignatureLength { get; }

    /// <summary>A new key of 2,048 bits.</summary>
    public static SigningKey New() => new(RSA.Create(2048));

    /// <summary>The key of these numbers.</summary>
    public static SigningKey From(RSAParameters parameters) => new(RSA.Create(parameters));

    /// <summary>The public half, DER (SubjectPublicKeyInfo).</summary>
    public byte[] PublicKey()
    {
        using var rsa = RSA.Create(parameters);
        return rsa.ExportSubjectPublicKeyInfo();
    }

    /// <summary>Reads a private key in PEM form: PKCS#8, encrypted PKCS#8 or PKCS#1.</summary>
    /// <param name="pem">The text; what stands around the PEM block is passed over.</param>
    /// <param name="passphrase">The passphrase of an encrypted key.</param>
    /// <param name="key">The key.</param>
    /// <param name="problem">Or what is wrong with it and what to do, as the end of a sentence; never a part of the
    /// text.</param>
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

    private static bool IsEncrypted(string pem) =>
        pem.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal);

    private static string? Obstacle(string pem, string? passphrase)
    {
        if (!PemEncoding.TryFind(pem, out PemFields fields))
        {
            // The old OpenSSL form of encryption puts headers into the block, which makes it no PEM block to .NET.
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
