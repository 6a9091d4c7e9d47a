namespace Dispatcher.Oci.Wire;

/// <summary>What the clients send with.</summary>
/// <param name="Send">Sends a request, following nothing. Where the clients have a credential it is signed already, and is
/// sent once; else this signs it, and sends it once more after a 401.</param>
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
    /// <summary>Whether a transport that signs does so with a credential that renews itself.</summary>
    public bool Renews { get; init; }

    /// <summary>What this client calls itself.</summary>
    public const string Product = "Dispatcher/1";

    /// <summary>On a request that is not signed yet: whether its body is part of what is signed.</summary>
    public static readonly HttpRequestOptionsKey<bool> SignBody = new("dispatcher-sign-body");

    /// <summary>The built-in client's.</summary>
    public static OciTransport BuiltIn(OciClientSettings settings)
    {
        var wire = new HttpMessageInvoker(Connections.New(settings.ConnectTimeout));
        return new(wire.SendAsync, new BuiltInRequests(), Product, wire);
    }
}
