using System.Text.RegularExpressions;

namespace Dispatcher.Emulator.Signing;

/// <summary>The header <c>Authorization: Signature
/// version="1",headers="…",keyId="…",algorithm="rsa-sha256",signature="…"</c>.</summary>
/// <param name="Headers">The signed names in their order, lower-case.</param>
/// <param name="KeyId">The id of the key that signed.</param>
/// <param name="Signature">The signature.</param>
internal sealed partial record AuthorizationHeader(IReadOnlyList<string> Headers, string KeyId, byte[] Signature)
{
    private const string Scheme = "Signature ";

    /// <summary>Reads the header.</summary>
    /// <param name="text">Its value; null when missing.</param>
    /// <param name="header">The parsed header.</param>
    /// <returns>The error, or null.</returns>
    public static string? Read(string? text, out AuthorizationHeader? header)
    {
        header = null;
        if (text is null)
            return "there is no authorization header";
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return "the authorization header is not of the scheme Signature";

        Match match = Parameters().Match(text, Scheme.Length);
        if (!match.Success)
            return "the authorization header is not a list of name=\"value\"";
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int n = 0; n < match.Groups["name"].Captures.Count; n++)
        {
            string name = match.Groups["name"].Captures[n].Value;
            if (!values.TryAdd(name, match.Groups["value"].Captures[n].Value))
                return $"the authorization header has {name} twice";
        }

        if (values.GetValueOrDefault("version") != "1")
            return "the signature's version is not 1";
        if (values.GetValueOrDefault("algorithm") != "rsa-sha256")
            return "the signature's algorithm is not rsa-sha256";
        if (values.GetValueOrDefault("keyId") is not { Length: > 0 } keyId)
            return "the signature has no keyId";
        if (values.GetValueOrDefault("headers") is not { Length: > 0 } names)
            return "the signature names no headers";

        var signature = new byte[text.Length];
        if (
            !Convert.TryFromBase64String(values.GetValueOrDefault("signature") ?? "", signature, out int length)
            || length == 0
        )
            return "the signature is not base64";

        string[] signed = names.ToLowerInvariant().Split(' ');
        if (signed.Distinct(StringComparer.Ordinal).Count() != signed.Length || signed.Contains(""))
            return "the signed headers are not single names between single spaces";
        header = new(signed, keyId, signature[..length]);
        return null;
    }

    [GeneratedRegex(
        """\G\s*(?<name>[A-Za-z]+)="(?<value>[^"]*)"(?:\s*,\s*(?<name>[A-Za-z]+)="(?<value>[^"]*)")*\s*\z""",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Parameters();
}
