using System.Security.Cryptography;
using System.Text.Json;
using Dispatcher.Emulator.Identity;
using Dispatcher.Emulator.Model;
using Dispatcher.Emulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Dispatcher.Emulator.Instance;

/// <summary>The two services behind an instance principal: the metadata service (<c>/opc/v2/</c>), and the auth service
/// that exchanges a certificate for a token (<c>/v1/x509</c>). In a tenancy they have two addresses.</summary>
internal sealed class InstanceService(Credentials credentials, EmulatorOptions options) : IService
{
    public Operation Find(string method, RequestTarget target) =>
        target.Segments.ToArray() switch
        {
            ["opc", "v2", .. var path] => Metadata(method, string.Join('/', path)),
            ["v1", "x509"] when HttpMethods.IsPost(method) => new(Operations.ExchangeCertificate, Exchange)
            {
                MaxBody = options.MaxRequestBytes,
            },
            _ => Unknown(target.Raw),
        };

    private Operation Metadata(string method, string path)
    {
        string? text = path switch
        {
            "instance/region" => options.Region,
            "identity/cert.pem" => credentials.Instance.CertificatePem,
            "identity/key.pem" => credentials.Instance.KeyPem,
            "identity/intermediate.pem" => credentials.Instance.IntermediatePem,
            _ => null,
        };
        return text is null || !HttpMethods.IsGet(method)
            ? Unknown(path)
            : new(Operations.GetInstanceMetadata, _ => new Answer(200)
            {
                Body = System.Text.Encoding.ASCII.GetBytes(text),
                ContentType = "text/plain",
            })
            {
                MaxBody = 0,
                Bearer = "Oracle",
            };
    }

    private Answer Exchange(Call call)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(call.Body);
            JsonElement root = document.RootElement;
            if (!credentials.Instance.Is(Text(root, "certificate")))
                return Refusals.NotAuthenticated("the certificate is not the instance's");
            if (
                !root.TryGetProperty("intermediateCertificates", out JsonElement chain)
                || chain.ValueKind != JsonValueKind.Array
                || chain.GetArrayLength() == 0
            )
                return Refusals.NotAuthenticated("there is no intermediate certificate");
            using var session = RSA.Create();
            session.ImportSubjectPublicKeyInfo(Convert.FromBase64String(Text(root, "publicKey") ?? ""), out _);
            string token = credentials.IssueFor(session);
            return Answer.Json(200, json =>
            {
                json.WriteStartObject();
                json.WriteString("token", token);
                json.WriteEndObject();
            });
        }
        catch (Exception failure)
            when (failure is JsonException or InvalidOperationException or FormatException or CryptographicException)
        {
            return Refusals.CannotParse(failure.Message);
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private Operation Unknown(string what) =>
        new(Operations.Unknown, _ => Refusals.NotFound($"an instance has nothing at {what}"))
        {
            MaxBody = options.MaxRequestBytes,
            Bearer = "Oracle",
        };
}
