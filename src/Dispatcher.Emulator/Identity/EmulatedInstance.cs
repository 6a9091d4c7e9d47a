using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dispatcher.Emulator.Identity;

/// <summary>A compute instance that the emulator accepts: a certificate with the tenancy's name, and the certificate of
/// its issuer.</summary>
internal sealed class EmulatedInstance : IDisposable
{
    private readonly X509Certificate2 certificate;
    private readonly string key;

    public EmulatedInstance(string tenancy, string keyPem, DateTimeOffset now)
    {
        key = keyPem;
        using var issuerKey = RSA.Create(2048);
        using X509Certificate2 issuer = New("CN=PKISVC Identity Intermediate emulated", issuerKey)
            .CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        using var leafKey = RSA.Create();
        leafKey.ImportFromPem(keyPem);
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        certificate = New(
                $"CN=ocid1.instance.oc1..emulated, OU=opc-instance:ocid1.instance.oc1..emulated, "
                    + $"OU=opc-tenant:{tenancy}",
                leafKey
            )
            .Create(
                issuer.SubjectName,
                X509SignatureGenerator.CreateForRSA(issuerKey, RSASignaturePadding.Pkcs1),
                now.AddDays(-1),
                now.AddDays(90),
                serial
            );
        IntermediatePem = issuer.ExportCertificatePem();
        PublicKey = new(leafKey);
        var fingerprint = certificate.Thumbprint.ToLowerInvariant().Chunk(2).Select(pair => new string(pair));
        KeyId = $"{tenancy}/fed-x509/{string.Join(':', fingerprint)}";
    }

    /// <summary>The metadata service's <c>cert.pem</c>.</summary>
    public string CertificatePem => certificate.ExportCertificatePem();

    /// <summary>The metadata service's <c>key.pem</c>.</summary>
    public string KeyPem => key;

    /// <summary>The metadata service's <c>intermediate.pem</c>.</summary>
    public string IntermediatePem { get; }

    /// <summary>The <c>keyId</c> of the request that exchanges the certificate for a token.</summary>
    public string KeyId { get; }

    /// <summary>The key that verifies this request's signature.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>Whether this is the certificate, as base64 of its DER form.</summary>
    public bool Is(string? base64) => base64 == Convert.ToBase64String(certificate.RawData);

    public void Dispose()
    {
        certificate.Dispose();
        PublicKey.Dispose();
    }

    private static CertificateRequest New(string subject, RSA key) =>
        new(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
