using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Dispatcher.Contract;

/// <summary>A request as it came off the wire, and a verifier of its signature that shares no code with the
/// signer.</summary>
public sealed partial record ReceivedRequest(
    string Method,
    string Target,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body
)
{
    public static ReceivedRequest Parse(string head, byte[] body)
    {
        string[] lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] first = lines[0].Split(' ');
        Assert.Equal("HTTP/1.1", first[2]);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines[1..])
            headers.Add(
                line[..line.IndexOf(':', StringComparison.Ordinal)],
                line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            );
        return new(first[0], first[1], headers, body);
    }

    public string KeyId => Part("keyId");

    public string SignedHeaders => Part("headers");

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Whether the key's owner signed exactly what came.</summary>
    public bool IsSignedBy(RSA key)
    {
        Assert.StartsWith("Signature version=\"1\",", Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("rsa-sha256", Part("algorithm"));
        string signed = string.Join(
            '\n',
            SignedHeaders
                .Split(' ')
                .Select(name =>
                    name == "(request-target)"
                        ? $"(request-target): {Method.ToLowerInvariant()} {Target}"
                        : $"{name}: {Headers[name]}"
                )
        );
        bool digestHolds =
            !SignedHeaders.Contains("x-content-sha256", StringComparison.Ordinal)
            || Headers["x-content-sha256"] == Convert.ToBase64String(SHA256.HashData(Body));
        return digestHolds
            && key.VerifyData(
                Encoding.ASCII.GetBytes(signed),
                Convert.FromBase64String(Part("signature")),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            );
    }

    private string Part(string name) =>
        Parts().Matches(Headers["Authorization"]).Single(match => match.Groups[1].Value == name).Groups[2].Value;

    [GeneratedRegex("""([A-Za-z]+)="([^"]*)"[,]?""")]
    private static partial Regex Parts();
}
