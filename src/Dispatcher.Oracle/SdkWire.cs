using Oci.Common.Http;

namespace Dispatcher.Oracle;

/// <summary>Sends with the SDK's REST client: once, headers first, and with a cancellation token that reaches the
/// wire.</summary>
/// <remarks>The generated clients pass no token on without a retry configuration, read an error's body before its
/// status, and keep no header of an error (<c>Retry-After</c>).</remarks>
internal sealed class SdkWire(RestClient client, RestClientHandler handler) : HttpMessageInvoker(handler)
{
    public override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    ) => client.HttpSend(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            client.Dispose();
        base.Dispose(disposing);
    }
}
