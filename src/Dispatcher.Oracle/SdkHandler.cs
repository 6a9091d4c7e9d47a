using Dispatcher.Oci.Wire;
using Oci.Common;
using Oci.Common.Http;

namespace Dispatcher.Oracle;

/// <summary>The handler under the SDK's REST client: connections like the built-in client's, and no signing
/// callback.</summary>
/// <remarks>
/// The SDK's own handler follows redirects and uses cookies and proxies from the environment, has no limit on
/// connecting, and signs in managed code at some 13 ms a request. Handing the REST client a handler is the SDK's one
/// extension point that reaches all of this; a request comes here signed already, by the platform's RSA.
/// </remarks>
internal sealed class SdkHandler(ClientConfiguration configuration, TimeSpan connectTimeout)
    : RestClientHandler(null, configuration)
{
    private readonly HttpMessageInvoker connections = new(Connections.New(connectTimeout));

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    ) => connections.SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            connections.Dispose();
        base.Dispose(disposing);
    }
}
