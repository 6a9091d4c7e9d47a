using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Dispatcher.Emulator.Identity;

/// <summary>Issues session tokens: JSON Web Tokens with the session's public key in the claim <c>jwk</c>.</summary>
/// <remarks>Signed with ES256; the platform uses RS256. Only the emulator verifies the signature, and an RSA key takes
/// far longer to make.</remarks>
internal static class SecurityToken
{
    private const string KeyName = "emulator";

    private static readonly ECDsa Issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static string Issue(string subject, RSA session, DateTimeOffset issued, DateTimeOffset expires)
    {
        string signed = $"{Part(WriteHeader)}.{Part(writer => WriteClaims(writer, subject, session, issued, expires))}";
        byte[] signature;
        lock (Issuer)
            signature = Issuer.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static void WriteHeader(Utf8JsonWriter writer)
    {
        writer.WriteString("kid", KeyName);
        writer.WriteString("alg", "ES256");
        writer.WriteString("typ", "JWT");
    }

    private static void WriteClaims(
        Utf8JsonWriter writer,
        string subject,
        RSA session,
        DateTimeOffset issued,
        DateTimeOffset expires
    )
    {
        RSAParameters key = session.ExportParameters(includePrivateParameters: false);
        using var jwk = new MemoryStream();
        using (var inner = new Utf8JsonWriter(jwk))
        {
            inner.WriteStartObject();
            inner.WriteString("kid", subject);
            inner.WriteString("kty", "RSA");
            inner.WriteString("alg", "RS256");
            inner.WriteString("use", "sig");
            inner.WriteString("n", Base64Url.EncodeToString(key.Modulus));
            inner.WriteString("e", Base64Url.EncodeToString(key.Exponent));
            inner.WriteEndObject();
        }

        writer.WriteString("sub", subject);
        writer.WriteString("iss", "authService.emulator");
        writer.WriteString("res_type", "fnfunc");
        writer.WriteString("ttype", "res");
        writer.WriteNumber("iat", issued.ToUnixTimeSeconds());
        writer.WriteNumber("exp", expires.ToUnixTimeSeconds());
        writer.WriteString("jti", Guid.NewGuid());
        writer.WriteString("jwk", jwk.ToArray());
    }

    private static string Part(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }
}
