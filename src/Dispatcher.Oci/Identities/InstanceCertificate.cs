using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dispatcher.Oci.Signing;

namespace Dispatcher.Oci.Identities;

/// <summary>The certificate that proves a compute instance's identity.</summary>
/// <param name="Certificate">The certificate, base64 of its DER form.</param>
/// <param name="Intermediate">The certificate of its issuer, base64 of its DER form.</param>
/// <param name="Signer">Signs the exchange with the certificate's key, as <c>TENANCY/fed-x509/FINGERPRINT</c>.</param>
internal sealed record InstanceCertificate(string Certificate, string Intermediate, SigningCredential Signer)
{
    // The subject of an ordinary instance's certificate contains the first name; other instances have the second.
    private static readonly string[] TenancyMarks = ["opc-tenant:", "opc-identity:"];

    /// <exception cref="CredentialException">The metadata service does not answer, or its answer is not a
    /// certificate.</exception>
    public static InstanceCertificate Read(InstanceMetadata metadata)
    {
        using X509Certificate2 certificate = Parse(metadata.Certificate, "cert.pem");
        using X509Certificate2 intermediate = Parse(metadata.Intermediate, "intermediate.pem");
        if (!SigningKey.TryRead(metadata.PrivateKey, passphrase: null, out SigningKey? key, out string? problem))
            throw new CredentialException($"the key.pem of the instance's metadata service {problem}");
        string tenancy = Tenancy(certificate)
            ?? throw new CredentialException("the certificate of the instance names no tenancy");
        return new(
            Base64(certificate),
            Base64(intermediate),
            new SigningCredential($"{tenancy}/fed-x509/{Fingerprint(certificate)}", key)
        );
    }

    private static X509Certificate2 Parse(string pem, string name)
    {
        try
        {
            return X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException)
        {
            throw new CredentialException(
                $"the {name} of the instance's metadata service is no certificate in PEM form"
            );
        }
    }

    private static string? Tenancy(X509Certificate2 certificate)
    {
        foreach (X500RelativeDistinguishedName part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (part.HasMultipleElements || part.GetSingleElementValue() is not { } value)
                continue;
            if (TenancyMarks.FirstOrDefault(mark => value.StartsWith(mark, StringComparison.Ordinal)) is { } found)
                return value[found.Length..];
        }

        return null;
    }

    // The thumbprint is SHA-1 in hexadecimal digits; the service looks it up with colons between the pairs.
    private static string Fingerprint(X509Certificate2 certificate) =>
        string.Join(':', certificate.Thumbprint.ToLowerInvariant().Chunk(2).Select(pair => new string(pair)));

    private static string Base64(X509Certificate2 certificate) => Convert.ToBase64String(certificate.RawData);
}
