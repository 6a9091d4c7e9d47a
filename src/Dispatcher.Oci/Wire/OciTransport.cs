namespace Dispatcher.Oci.Wire;

/// <summary>What the clients send with.</summary>
/// <param name="Wire">Sends a signed request once, following nothing and repeating nothing.</param>
/// <param name="Requests">Writes the requests.</param>
/// <param name="UserAgent">Sent as <c>User-Agent</c>.</param>
internal sealed record OciTransport(HttpMessageInvoker Wire, IOciRequests Requests, string UserAgent)
{
    /// <summary>What this client calls itself.</summary>
    public const string Product = "Dispatcher/1";

    /// <summary>The built-in client's.</summary>
    public static OciTransport BuiltIn(OciClientSettings settings) =>
        new(new HttpMessageInvoker(Connections.New(settings.ConnectTimeout)), new BuiltInRequests(), Product);
}
