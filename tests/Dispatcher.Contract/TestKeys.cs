using System.Security.Cryptography;
using System.Text;

namespace Dispatcher.Contract;

/// <summary>Keys and tokens made for one test run; nothing here opens anything.</summary>
public static class TestKeys
{
    public const string Passphrase = "correct horse";

    public static RSA First { get; } = RSA.Create(2048);

    public static RSA Second { get; } = RSA.Create(2048);

    public static string Pem(RSA key) => key.ExportPkcs8PrivateKeyPem();

    public static string EncryptedPem(RSA key) =>
        key.ExportEncryptedPkcs8PrivateKeyPem(
            Passphrase,
            new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000)
        );

    /// <summary>A token as the service issues them, as far as a client can tell.</summary>
    public static string Token(DateTimeOffset? expires, string subject = "function") =>
        string.Join(
            '.',
            Part("""{"alg":"RS256"}"""),
            Part(
                expires is { } exp ? $$"""{"sub":"{{subject}}","exp":{{exp.ToUnixTimeSeconds()}}}""" : """{"sub":"x"}"""
            ),
            Part("signature")
        );

    private static string Part(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
