using System.Net;

namespace Dispatcher.Oci.Wire;

/// <summary>How connections to the services are made and kept.</summary>
internal static class Connections
{
    /// <summary>The handler under both clients.</summary>
    /// <remarks>
    /// The function may be frozen between two events while the other side, or something between, drops the connection.
    /// A connection that was closed is noticed before it is used again; one that was dropped silently is not, so none
    /// is used for longer than two minutes, which is checked when a connection is taken and not by a timer that freezes
    /// too. A request without a body that gets no byte of an answer is sent again on another connection by the handler
    /// itself; one with a body is not, and becomes a failure that may have happened.
    /// Redirects and cookies would send a signed request where nobody has asked for it to go.
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

    /// <summary>The proxy that <c>HTTPS_PROXY</c> and <c>NO_PROXY</c> name, where it can be of use.</summary>
    public static IWebProxy Proxy { get; } = new OutsideProxy(HttpClient.DefaultProxy);
}
