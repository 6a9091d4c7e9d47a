using System.Diagnostics.CodeAnalysis;
using Dispatcher.Oci;
using Dispatcher.Oci.Clients;
using Dispatcher.Oci.Wire;
using Oci.Common;
using Oci.Common.Http;
using Oci.Common.Utils;

namespace Dispatcher.Oracle;

/// <summary>The two ports over Oracle's SDK.</summary>
public static class OracleClients
{
    /// <summary>Makes the clients: as
    /// <see cref="OciClients.TryCreate(OciClientSettings, out OciClients?, out string?)"/> does, with requests written
    /// and sent by the SDK.</summary>
    /// <param name="settings">What to make them from.</param>
    /// <param name="clients">The clients.</param>
    /// <param name="problem">Or which variable is wrong and what to write.</param>
    public static bool TryCreate(
        OciClientSettings settings,
        [NotNullWhen(true)] out OciClients? clients,
        [NotNullWhen(false)] out string? problem
    ) => OciClients.TryCreate(settings, Transport, out clients, out problem);

    private static OciTransport Transport(OciClientSettings settings)
    {
        // The caller's own timeout covers an attempt from its start to the last byte; a second clock would only blur
        // which one ran out.
        var configuration = new ClientConfiguration
        {
            TimeoutMillis = Timeout.Infinite,
            ClientCertificateOption = ClientCertificateOption.Manual,
        };
        var handler = new SdkHandler(configuration, settings.ConnectTimeout);
        var client = new RestClient(handler, configuration);
        return new(new SdkWire(client, handler), new SdkRequests(), HttpUtils.BuildUserAgent(OciTransport.Product));
    }
}
