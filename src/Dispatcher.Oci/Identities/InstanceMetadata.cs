using System.Net.Http.Headers;
using System.Text;
using Dispatcher.Oci.Signing;

namespace Dispatcher.Oci.Identities;

/// <summary>Reads a compute instance's region and certificate from its metadata service.</summary>
/// <remarks>The calls block: the caller cannot go on without the answer, and it asks only once per token.</remarks>
/// <param name="wire">Sends.</param>
/// <param name="address">The service's address, with a slash at the end.</param>
internal sealed class InstanceMetadata(HttpMessageInvoker wire, Uri address)
{
    private const int MostBytes = 64 * 1024;

    /// <summary>The region's identifier or key.</summary>
    public string Region => Read("instance/region").Trim();

    /// <summary>The instance's certificate, PEM.</summary>
    public string Certificate => Read("identity/cert.pem");

    /// <summary>Its private key, PEM.</summary>
    public string PrivateKey => Read("identity/key.pem");

    /// <summary>The certificate of the issuer, PEM.</summary>
    public string Intermediate => Read("identity/intermediate.pem");

    private string Read(string path)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        // Version 2 of the service requires this header. It protects against requests that are redirected here from
        // outside.
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
                $"the instance's metadata service at {address} does not answer ({Reason(failure)}); "
                    + "instance principals exist on OCI compute instances only, "
                    + "elsewhere use a profile of the OCI config file"
            );
        }
    }

    private static string Reason(Exception failure) =>
        failure is OperationCanceledException ? "no answer in time" : failure.GetBaseException().Message;
}
