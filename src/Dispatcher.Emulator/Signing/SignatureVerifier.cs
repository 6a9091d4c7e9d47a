using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dispatcher.Emulator.Identity;
using Microsoft.AspNetCore.Http;

namespace Dispatcher.Emulator.Signing;

/// <summary>Verifies a request's signature as the services do.</summary>
/// <remarks>draft-cavage-http-signatures-08 as OCI uses it: Oracle's page "Request Signatures".</remarks>
internal sealed class SignatureVerifier(KeyRing keys, TimeProvider time)
{
    private const string Target = "(request-target)";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly string[] BodyHeaders = ["content-length", "content-type", "x-content-sha256"];

    /// <summary>Verifies everything except the body, which may not have arrived yet.</summary>
    /// <param name="method">As on the wire.</param>
    /// <param name="target">As on the wire.</param>
    /// <param name="headers">As on the wire.</param>
    /// <param name="operationSignsBody">False for PutObject.</param>
    /// <param name="keyId">The id of the key that signed, when the signature is valid.</param>
    /// <returns>Why the request is not authentic, or null.</returns>
    public string? Judge(
        string method,
        string target,
        IHeaderDictionary headers,
        bool operationSignsBody,
        out string? keyId
    )
    {
        keyId = null;
        if (
            AuthorizationHeader.Read(HeaderValues.Joined(headers, "authorization"), out AuthorizationHeader? header) is
            { } problem
        )
            return problem;
        if (Missing(header!, method, operationSignsBody) is { } missing)
            return $"the signature does not cover {missing}";
        if (SigningString(header!, method, target, headers, out string text) is { } absent)
            return $"the signature covers {absent}, which the request does not have";
        if (WrongDate(header!, headers) is { } wrongDate)
            return wrongDate;
        if (keys.Find(header!.KeyId, out PublicKey? key) is { } unknown)
            return unknown;

        // The server decodes headers as Latin-1, so encoding them as Latin-1 gives the bytes of the request.
        if (!key!.Verify(Encoding.Latin1.GetBytes(text), header.Signature))
            return "the signature does not fit the request";
        keyId = header.KeyId;
        return null;
    }

    /// <summary>Whether the body has the digest in <c>x-content-sha256</c>; true when this header is missing.</summary>
    public static bool IsBody(IHeaderDictionary headers, ReadOnlySpan<byte> body) =>
        HeaderValues.Joined(headers, "x-content-sha256") is not { } announced
        || announced == Convert.ToBase64String(SHA256.HashData(body));

    private static string? Missing(AuthorizationHeader header, string method, bool operationSignsBody)
    {
        if (!header.Headers.Contains("date") && !header.Headers.Contains("x-date"))
            return "date";
        if (!header.Headers.Contains(Target))
            return Target;
        if (!header.Headers.Contains("host"))
            return "host";
        bool hasBody = HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method);
        return hasBody && operationSignsBody
            ? BodyHeaders.FirstOrDefault(name => !header.Headers.Contains(name))
            : null;
    }

    private static string? SigningString(
        AuthorizationHeader header,
        string method,
        string target,
        IHeaderDictionary headers,
        out string text
    )
    {
        var lines = new StringBuilder();
        text = "";
        foreach (string name in header.Headers)
        {
            string? value =
                name == Target ? $"{method.ToLowerInvariant()} {target}" : HeaderValues.Joined(headers, name);
            if (value is null)
                return name;
            lines.Append(lines.Length == 0 ? "" : "\n").Append(name).Append(": ").Append(value);
        }

        text = lines.ToString();
        return null;
    }

    private string? WrongDate(AuthorizationHeader header, IHeaderDictionary headers)
    {
        foreach (string name in header.Headers)
        {
            if (name is not ("date" or "x-date"))
                continue;
            if (
                !DateTimeOffset.TryParseExact(
                    HeaderValues.Joined(headers, name),
                    "r",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out DateTimeOffset date
                )
            )
            {
                return $"{name} is not a date such as Thu, 05 Jan 2014 21:31:40 GMT";
            }

            if ((time.GetUtcNow() - date).Duration() > Skew)
                return $"{name} is more than five minutes off";
        }

        return null;
    }
}
