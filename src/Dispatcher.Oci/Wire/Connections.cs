using System.Net;

namespace Dispatcher.Oci.Wire;

/// <summary>Makes the HTTP handler for the connections to the services.</summary>
internal static class Connections
{
    /// <summary>The handler under both clients.</summary>
    /// <remarks>
    /// The platform may freeze the function between two events. Meanwhile the service, or a device on the path, may
    /// drop a connection. The handler notices a closed connection before it uses it again, but not one that was dropped
    /// silently. So a connection is used for at most two minutes. This is checked when a connection is taken, and not
    /// by a timer, because a timer freezes too. When a request without a body gets no byte of an answer, the handler
    /// sends it again on another connection. A request with a body is not sent again: the call fails, and the service
    /// may have carried it out. Redirects and cookies are off: they could send a signed request to another host.
    /// </remarks>
    public static SocketsHttpHandler New(TimeSpan connectTimeout) =>
        new()
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            ConnectTimeout = connectTimeout,
            MaxResponseDrainSize = 64 * 1024,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            UseCookies = false,
            Proxy = Proxy,
        };

    /// <summary>The proxy from <c>HTTPS_PROXY</c> and <c>NO_PROXY</c>; not used for this machine and the metadata
    /// service.</summary>
    public static IWebProxy Proxy { get; } = new OutsideProxy(HttpClient.DefaultProxy);
}
