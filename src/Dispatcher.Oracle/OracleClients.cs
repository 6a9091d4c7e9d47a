using System.Diagnostics.CodeAnalysis;
using Dispatcher.Oci;
using Dispatcher.Oci.Addresses;
using Dispatcher.Oci.Clients;
using Dispatcher.Oci.Identities;
using Dispatcher.Oci.Wire;
using Oci.Common;
using Oci.Common.Auth;
using Oci.Common.Http;
using Oci.Common.Utils;
using Oci.DataintegrationService;
using Oci.ObjectstorageService;

namespace Dispatcher.Oracle;

/// <summary>The two ports over Oracle's SDK: its authentication providers, its signer, its REST client, its endpoints,
/// its requests.</summary>
public static class OracleClients
{
    /// <summary>Makes the clients. The SDK reads the variables of this process, so
    /// <see cref="OciClientSettings.Environment"/> must contain the same variables. Nothing is sent, except for an
    /// instance principal, which asks the instance's metadata service.</summary>
    /// <param name="settings">Identity, addresses and time limits.</param>
    /// <param name="clients">The clients.</param>
    /// <param name="problem">Set instead when a variable is wrong: which one, and what to write.</param>
    public static bool TryCreate(
        OciClientSettings settings,
        [NotNullWhen(true)] out OciClients? clients,
        [NotNullWhen(false)] out string? problem
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        clients = null;
        HttpClient.DefaultProxy = Connections.Proxy; // The SDK's connections have no other setting for a proxy.
        if (
            !SdkProvider.TryMake(
                settings,
                out IBasicAuthenticationDetailsProvider? provider,
                out TokenCredentials? files,
                out problem
            )
        )
            return false;
        if (
            !Endpoints.TryFind(
                settings,
                () => EndpointOf(new DataIntegrationClient(provider), settings),
                () => EndpointOf(new ObjectStorageClient(provider), settings),
                out Endpoints? endpoints,
                out problem
            )
        )
            return false;

        clients = new(endpoints, credentials: null, settings, Transport(provider, files));
        return true;
    }

    // The generated clients know the regions, the realms and the variables that change them.
    private static string EndpointOf(RegionalClientBase client, OciClientSettings settings)
    {
        using (client)
        {
            if (settings.Region is { } region)
                client.SetRegion(region);
            return client.GetEndpoint().GetLeftPart(UriPartial.Authority);
        }
    }

    private static OciTransport Transport(IBasicAuthenticationDetailsProvider provider, TokenCredentials? files)
    {
        // The caller's timeout covers an attempt from its start to the last byte. A second timeout would hide which of
        // the two ended.
        var configuration = new ClientConfiguration
        {
            TimeoutMillis = Timeout.Infinite,
            ClientCertificateOption = ClientCertificateOption.Manual,
        };
        var signer = new SdkSigner(provider);
        var wire = new SdkWire(
            new RestClient(provider, configuration, signer),
            files is null ? null : files.CheckFiles
        );
        return new(wire.SendAsync, new SdkRequests(), HttpUtils.BuildUserAgent(OciTransport.Product), wire)
        {
            Prepare = signer.Prepare,
            Renews = provider is AbstractRequestingAuthenticationDetailsProvider,
        };
    }
}
