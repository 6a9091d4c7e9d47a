using System.Net;

namespace Dispatcher.Oci.Wire;

/// <summary>A proxy for all hosts except this machine and its metadata service, which a proxy cannot reach.</summary>
/// <param name="inner">The proxy, with its own exceptions.</param>
internal sealed class OutsideProxy(IWebProxy inner) : IWebProxy
{
    private const string MetadataService = "169.254.169.254";

    public ICredentials? Credentials
    {
        get => inner.Credentials;
        set => inner.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || host.Host == MetadataService || inner.IsBypassed(host);
}
