using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Dispatcher.Oci.Signing;
using Dispatcher.Oci.Wire;

namespace Dispatcher.Oci.Identities;

/// <summary>Exchanges a certificate for a token with the auth service: <c>POST /v1/x509</c>, signed with the
/// certificate's key.</summary>
/// <remarks>Public protocol of Oracle's SDKs (instance principals). The token is bound to a key pair that is made here
/// for this token only.</remarks>
internal static class CertificateExchange
{
    private const string MediaType = "application/json";
    private const int MostBytes = 64 * 1024;

    /// <exception cref="CredentialException">The auth service returned no token.</exception>
    public static SigningCredential Run(
        HttpMessageInvoker wire,
        Uri auth,
        InstanceCertificate certificate,
        DateTimeOffset now
    )
    {
        SigningKey session = SigningKey.New();
        byte[] body = Body(certificate, session);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(auth, "v1/x509"))
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        RequestSigner.Sign(request, body, MediaType, signBody: true, certificate.Signer, now);

        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            using HttpResponseMessage response = wire.Send(request, time.Token);
            using Stream stream = response.Content.ReadAsStream(time.Token);
            byte[] buffer = new byte[MostBytes];
            ReadOnlyMemory<byte> answer = buffer.AsMemory(
                0,
                stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)
            );
            if (!response.IsSuccessStatusCode)
            {
                var said = new OciAnswer(response.StatusCode, answer, response.Headers);
                throw new CredentialException(
                    $"the auth service at {auth} refuses the instance's certificate: "
                        + $"{Failures.Refused(said, isWhole: true, response.Content.Headers.NonValidated, now).Message}"
                );
            }

            string token = Token(answer)
                ?? throw new CredentialException($"the auth service at {auth} answers without a token");
            return new("ST$" + token, session) { Expires = SecurityToken.Expires(token) };
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            throw new CredentialException(
                $"the auth service at {auth} does not answer: {failure.GetBaseException().Message}"
            );
        }
    }

    private static byte[] Body(InstanceCertificate certificate, SigningKey session)
    {
        var buffer = new ArrayBufferWriter<byte>(8 * 1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("certificate", certificate.Certificate);
            json.WriteStartArray("intermediateCertificates");
            json.WriteStringValue(certificate.Intermediate);
            json.WriteEndArray();
            json.WriteBase64String("publicKey", session.PublicKey());
            json.WriteString("purpose", "DEFAULT");
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string? Token(ReadOnlyMemory<byte> answer)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer);
            return document.RootElement.Text("token") is { } token && SecurityToken.Problem(token) is null
                ? token
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
