using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Dispatcher.Emulator.Tests;

/// <summary>Signs requests as Oracle's page "Request Signatures" says, written from that page alone: the emulator is
/// not judged by the product's own signer.</summary>
internal sealed class Signer(string keyId, RSA key)
{
    public string KeyId { get; } = keyId;

    /// <summary>The names signed instead of the usual ones.</summary>
    public string? Names { get; init; }

    public DateTimeOffset? Date { get; init; }

    public static Signer FromFiles(string tokenFile, string keyFile) =>
        new("ST$" + File.ReadAllText(tokenFile), Key(keyFile));

    public static RSA Key(string file)
    {
        var key = RSA.Create();
        key.ImportFromPem(File.ReadAllText(file));
        return key;
    }

    public Signer With(string? names = null, DateTimeOffset? date = null, string? keyId = null) =>
        new(keyId ?? KeyId, key) { Names = names, Date = date };

    public void Sign(HttpRequestMessage request, byte[]? body, bool isPutObject = false)
    {
        string target = request.RequestUri!.PathAndQuery;
        request.Headers.TryAddWithoutValidation(
            "Date",
            (Date ?? DateTimeOffset.UtcNow).ToString("r", CultureInfo.InvariantCulture)
        );
        request.Headers.Host = request.RequestUri.Authority;
        string names = "date (request-target) host";
        if (body is not null && !isPutObject)
        {
            names += " content-length content-type x-content-sha256";
            request.Headers.TryAddWithoutValidation("x-content-sha256", Convert.ToBase64String(SHA256.HashData(body)));
        }

        names = Names ?? names;
        IEnumerable<string> lines = names
            .Split(' ')
            .Select(name =>
                name switch
                {
                    "(request-target)" => $"{name}: {request.Method.Method.ToLowerInvariant()} {target}",
                    "content-length" => $"{name}: {body!.Length}",
                    "content-type" => $"{name}: {request.Content!.Headers.ContentType}",
                    _ => $"{name}: {string.Join(", ", request.Headers.NonValidated[name])}",
                }
            );
        byte[] signature = key.SignData(
            Encoding.ASCII.GetBytes(string.Join('\n', lines)),
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"Signature version=\"1\",headers=\"{names}\",keyId=\"{KeyId}\",algorithm=\"rsa-sha256\","
                + $"signature=\"{Convert.ToBase64String(signature)}\""
        );
    }

    public static ByteArrayContent Content(byte[] body, string type = "application/json")
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }
}
