namespace Dispatcher.Oci.Wire;

/// <summary>Sends the requests of the clients.</summary>
/// <param name="Send">Sends a request and follows no redirect. If the clients have a credential, the request is already
/// signed and is sent once. Otherwise this function signs it, and sends it once more after a 401.</param>
/// <param name="Requests">Writes the requests.</param>
/// <param name="UserAgent">Sent as <c>User-Agent</c>.</param>
/// <param name="Owner">Closes the connections.</param>
internal sealed record OciTransport(
    Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Send,
    IOciRequests Requests,
    string UserAgent,
    IDisposable Owner
)
{
    /// <summary>Whether a transport that signs uses a credential that it can renew.</summary>
    public bool Renews { get; init; }

    /// <summary>Of a transport that signs: gets its key ready. May throw whatever the first request would fail
    /// with.</summary>
    public Action? Prepare { get; init; }

    /// <summary>The product name in <c>User-Agent</c>.</summary>
    public const string Product = "Dispatcher/1";

    /// <summary>Option of an unsigned request: whether its body is signed too.</summary>
    public static readonly HttpRequestOptionsKey<bool> SignBody = new("dispatcher-sign-body");

    /// <summary>The transport of the built-in client.</summary>
    public static OciTransport BuiltIn(OciClientSettings settings)
    {
        var wire = new HttpMessageInvoker(Connections.New(settings.ConnectTimeout));
        return new(wire.SendAsync, new BuiltInRequests(), Product, wire);
    }
}
