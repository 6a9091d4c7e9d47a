using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace Dispatcher.Oci.Signing;

/// <summary>OCI request signing: RSA-SHA256 over the request line, the date, the host and, for most requests, the
/// body.</summary>
/// <remarks>draft-cavage-http-signatures-08 as OCI uses it. The header lists and their order are those of Oracle's
/// SDKs. This is the hot path, with one signature per event, so text is written directly into rented buffers.</remarks>
internal static class RequestSigner
{
    private const string HeadersWithoutBody = "date (request-target) host";
    private const string HeadersWithBody = "date (request-target) host content-length content-type x-content-sha256";

    /// <summary>Sets <c>Date</c>, <c>Host</c>, <c>Authorization</c> and, when <paramref name="signBody"/>,
    /// <c>x-content-sha256</c>.</summary>
    /// <param name="request">The request; its target goes on the wire exactly as <see cref="Uri.PathAndQuery"/> has
    /// it.</param>
    /// <param name="body">The body's bytes; empty when there is no body.</param>
    /// <param name="contentType">The body's media type, as sent.</param>
    /// <param name="signBody">Whether the body is signed too: for POST, PUT and PATCH, but not for PutObject.</param>
    /// <param name="credential">The key to sign with, and its id.</param>
    /// <param name="now">The time of signing; the service refuses a difference of more than five minutes.</param>
    public static void Sign(
        HttpRequestMessage request,
        ReadOnlySpan<byte> body,
        string? contentType,
        bool signBody,
        SigningCredential credential,
        DateTimeOffset now
    )
    {
        Uri uri = request.RequestUri!;
        string target = uri.PathAndQuery;
        string host = uri.Authority;
        string date = now.UtcDateTime.ToString("r", CultureInfo.InvariantCulture);
        string digest = signBody ? Digest(body) : "";

        // All text is ASCII, one byte per character. The header names and separators need less than 160 bytes.
        int most = date.Length + target.Length + host.Length + (contentType?.Length ?? 0) + digest.Length + 160;
        byte[] lent = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            int length = Write(lent, request.Method, target, host, date);
            if (signBody)
                length += WriteBody(lent.AsSpan(length), body.Length, contentType, digest);
            request.Headers.TryAddWithoutValidation(
                "Authorization",
                Authorization(credential, lent.AsSpan(0, length), signBody)
            );
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(lent);
        }

        request.Headers.TryAddWithoutValidation("Date", date);
        request.Headers.Host = host;
        if (signBody)
            request.Headers.TryAddWithoutValidation("x-content-sha256", digest);
    }

    private static string Digest(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return Convert.ToBase64String(hash);
    }

    private static int Write(Span<byte> buffer, HttpMethod method, string target, string host, string date) =>
        Utf8.TryWrite(
            buffer,
            $"date: {date}\n(request-target): {Lower(method)} {target}\nhost: {host}",
            out int written
        )
            ? written
            : throw new InvalidOperationException("the signing string does not fit: the target or host is not ASCII");

    private static int WriteBody(Span<byte> buffer, int length, string? contentType, string digest) =>
        Utf8.TryWrite(
            buffer,
            CultureInfo.InvariantCulture,
            $"\ncontent-length: {length}\ncontent-type: {contentType}\nx-content-sha256: {digest}",
            out int written
        )
            ? written
            : throw new InvalidOperationException("the signing string does not fit: the media type is not ASCII");

    private static string Authorization(SigningCredential credential, ReadOnlySpan<byte> signingString, bool signBody)
    {
        SigningKey key = credential.Key;
        Span<byte> signature = stackalloc byte[1024]; // room for a key of 8,192 bits
        signature =
            key.SignatureLength <= signature.Length ? signature[..key.SignatureLength] : new byte[key.SignatureLength];
        key.Sign(signingString, signature);

        Span<char> base64 = stackalloc char[1368];
        int length = (signature.Length + 2) / 3 * 4;
        base64 = length <= base64.Length ? base64[..length] : new char[length];
        Convert.TryToBase64Chars(signature, base64, out _);
        string headers = signBody ? HeadersWithBody : HeadersWithoutBody;
        return $"Signature version=\"1\",headers=\"{headers}\",keyId=\"{credential.KeyId}\","
            + $"algorithm=\"rsa-sha256\",signature=\"{base64}\"";
    }

    private static string Lower(HttpMethod method) =>
        method == HttpMethod.Post ? "post"
        : method == HttpMethod.Get ? "get"
        : method == HttpMethod.Put ? "put"
        : method == HttpMethod.Delete ? "delete"
        : method.Method.ToLowerInvariant();
}
