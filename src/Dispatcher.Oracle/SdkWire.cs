using System.Net;
using Dispatcher.Oci.Signing;
using Oci.Common.Http;

namespace Dispatcher.Oracle;

/// <summary>Sends with the SDK's REST client, which signs, and after a 401 renews the credentials and sends once more:
/// headers first, and with a cancellation token that reaches the wire.</summary>
/// <remarks>The generated clients pass on no cancellation token without a retry configuration, read an error's body
/// before its status, and keep no header of an error (<c>Retry-After</c>).</remarks>
/// <param name="client">The SDK's client.</param>
/// <param name="checkFiles">Refuses token and key files that the SDK must not open: its reading has no bound, and never
/// ends for a FIFO.</param>
internal sealed class SdkWire(RestClient client, Action? checkFiles) : IDisposable
{
    /// <exception cref="CredentialException">There is nothing to sign with.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        checkFiles?.Invoke();
        HttpResponseMessage response;
        try
        {
            response = await client
                .HttpSend(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not (HttpRequestException or OperationCanceledException))
        {
            // What happens on the wire comes as one of the two. Anything else was thrown while signing.
            throw new CredentialException(
                $"Oracle's SDK cannot sign with its credentials: {SdkProvider.Describe(failure)}"
            );
        }

        // The SDK's connections follow redirects, without the signature. Whatever answered is not the service.
        if (ReferenceEquals(response.RequestMessage?.RequestUri, request.RequestUri))
            return response;
        response.Dispose();
        return new HttpResponseMessage(HttpStatusCode.Redirect) { Content = new ByteArrayContent([]) };
    }

    public void Dispose() => client.Dispose();
}
