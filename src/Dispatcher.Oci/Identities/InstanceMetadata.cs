using System.Net.Http.Headers;
using System.Text;
using Dispatcher.Oci.Signing;

namespace Dispatcher.Oci.Identities;

/// <summary>What a compute instance's metadata service tells: its region, and the certificate that it proves itself
/// with.</summary>
/// <remarks>Asked where there is nothing else to do without the answer, and once in the life of a token: so it
/// blocks.</remarks>
/// <param name="wire">Sends.</param>
/// <param name="address">Where the service is, ending in a slash.</param>
internal sealed class InstanceMetadata(HttpMessageInvoker wire, Uri address)
{
    private const int MostBytes = 64 * 1024;

    /// <summary>The region's identifier or key.</summary>
    public string Region => Read("instance/region").Trim();

    /// <summary>The instance's certificate, PEM.</summary>
    public string Certificate => Read("identity/cert.pem");

    /// <summary>Its private key, PEM.</summary>
    public string PrivateKey => Read("identity/key.pem");

    /// <summary>The certificate that its own was issued under, PEM.</summary>
    public string Intermediate => Read("identity/intermediate.pem");

    private string Read(string path)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        // What version 2 of the service asks for, so that nobody is led to it from outside by accident.
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "Oracle");
        try
        {
            using HttpResponseMessage response = wire.Send(request, time.Token);
            if (!response.IsSuccessStatusCode)
                throw new CredentialException(
                    $"the instance's metadata service at {address} answers {(int)response.StatusCode} for {path}"
                );
            using Stream body = response.Content.ReadAsStream(time.Token);
            byte[] content = new byte[MostBytes];
            return Encoding.UTF8.GetString(
                content.AsSpan(0, body.ReadAtLeast(content, content.Length, throwOnEndOfStream: false))
            );
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            throw new CredentialException(
                $"the instance's metadata service at {address} does not answer ({Reason(failure)}); instance principals exist on OCI compute instances only, elsewhere use a profile of the OCI config file"
            );
        }
    }

    private static string Reason(Exception failure) =>
        failure is OperationCanceledException ? "no answer in time" : failure.GetBaseException().Message;
}
