using System.Security.Cryptography;
using Dispatcher.Contract;
using Dispatcher.Oci.Signing;

namespace Dispatcher.Oci.Tests;

public sealed class SigningKeyTests
{
    public static TheoryData<string, string?> ReadableKeys =>
        new()
        {
            { TestKeys.Pem(TestKeys.First), null },
            { TestKeys.Pem(TestKeys.First), "not needed" },
            { TestKeys.First.ExportRSAPrivateKeyPem(), null },
            { TestKeys.EncryptedPem(TestKeys.First), TestKeys.Passphrase },
            { "Bag Attributes\n" + TestKeys.Pem(TestKeys.First) + "\nOCI_API_KEY\n", null },
        };

    [Theory]
    [MemberData(nameof(ReadableKeys))]
    public void Every_usual_PEM_form_is_read(string pem, string? passphrase)
    {
        Assert.True(SigningKey.TryRead(pem, passphrase, out SigningKey? key, out string? problem), problem);

        byte[] signature = new byte[key.SignatureLength];
        key.Sign("data"u8, signature);
        Assert.True(
            TestKeys.First.VerifyData("data"u8, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        );
    }

    public static TheoryData<string, string?, string> UnreadableKeys =>
        new()
        {
            { "", null, "is not a PEM file" },
            { "ocid1.user.oc1..x", null, "is not a PEM file" },
            { TestKeys.EncryptedPem(TestKeys.First), null, "there is no passphrase" },
            { TestKeys.EncryptedPem(TestKeys.First), "wrong", "check the passphrase" },
            {
                ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem(),
                null,
                "is not a readable RSA private key"
            },
            { TestKeys.First.ExportSubjectPublicKeyInfoPem(), null, "holds a PUBLIC KEY" },
            { PemEncoding.WriteString("PRIVATE KEY", [1, 2, 3]), null, "is not a readable RSA private key" },
            {
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: "
                    + "AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----",
                null,
                "openssl pkcs8 -topk8"
            },
        };

    [Theory]
    [MemberData(nameof(UnreadableKeys))]
    public void What_cannot_be_read_is_described_without_a_piece_of_it(string pem, string? passphrase, string expected)
    {
        Assert.False(SigningKey.TryRead(pem, passphrase, out _, out string? problem));

        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain(passphrase ?? "ocid1", problem, StringComparison.Ordinal);
    }
}
