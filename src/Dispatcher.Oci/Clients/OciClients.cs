using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Dispatcher.Oci.Addresses;
using Dispatcher.Oci.Identities;
using Dispatcher.Oci.Ports;
using Dispatcher.Oci.Signing;
using Dispatcher.Oci.Wire;

namespace Dispatcher.Oci.Clients;

/// <summary>The two ports over HTTP with OCI request signing. One for the life of the process; safe to use from several
/// threads.</summary>
public sealed class OciClients : IDisposable
{
    private readonly OciTransport transport;

    /// <summary>Makes the clients over a transport, which they own.</summary>
    /// <param name="endpoints">Where the services are.</param>
    /// <param name="credentials">What to sign with; null where the transport signs.</param>
    /// <param name="settings">Time limits.</param>
    /// <param name="transport">What to send with.</param>
    internal OciClients(
        Endpoints endpoints,
        ICredentialSource? credentials,
        OciClientSettings settings,
        OciTransport transport
    )
    {
        this.transport = transport;
        TaskRuns = new HttpTaskRuns(Client(endpoints.DataIntegration), transport.Requests);
        Published = new HttpPublishedTasks(Client(endpoints.DataIntegration), transport.Requests);
        Objects = new HttpObjectStore(Client(endpoints.ObjectStorage), transport.Requests);
        DataIntegrationEndpoint = endpoints.DataIntegration;
        ObjectStorageEndpoint = endpoints.ObjectStorage;

        OciHttpClient Client(Uri endpoint) =>
            new(transport, endpoint, credentials, settings.AttemptTimeout, settings.Time);
    }

    /// <summary>Data Integration.</summary>
    public ITaskRuns TaskRuns { get; }

    /// <summary>What is published in Data Integration.</summary>
    public IPublishedTasks Published { get; }

    /// <summary>Object Storage.</summary>
    public IObjectStore Objects { get; }

    /// <summary>Where Data Integration is.</summary>
    public Uri DataIntegrationEndpoint { get; }

    /// <summary>Where Object Storage is.</summary>
    public Uri ObjectStorageEndpoint { get; }

    /// <summary>Makes the built-in clients. Nothing is sent to them. A resource principal's files are read on first use
    /// (a token may be written later than the process starts); a config-file profile is read now, and an instance is
    /// asked for its region.</summary>
    /// <param name="settings">What to make them from.</param>
    /// <param name="clients">The clients.</param>
    /// <param name="problem">Or which variable, or which file and line, is wrong and what to write; never a
    /// secret.</param>
    public static bool TryCreate(
        OciClientSettings settings,
        [NotNullWhen(true)] out OciClients? clients,
        [NotNullWhen(false)] out string? problem
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        clients = null;
        if (
            !TryIdentify(
                settings,
                out ICredentialSource? credentials,
                out string? region,
                out string? regionOrigin,
                out problem
            )
        )
            return false;
        if (settings.Region is not null)
            (region, regionOrigin) = (settings.Region, "the region");
        if (!Endpoints.TryFind(settings, region, regionOrigin, out Endpoints? endpoints, out problem))
            return false;

        clients = new(endpoints, credentials, settings, OciTransport.BuiltIn(settings));
        return true;
    }

    // Whose requests these are; and the region that comes with the identity, with what to call it.
    private static bool TryIdentify(
        OciClientSettings settings,
        [NotNullWhen(true)] out ICredentialSource? credentials,
        out string? region,
        [NotNullWhen(true)] out string? regionOrigin,
        [NotNullWhen(false)] out string? problem
    )
    {
        (credentials, region, regionOrigin) = (null, null, null);
        switch (settings.Authentication)
        {
            case OciAuthentication.ResourcePrincipal:
                region = settings.Environment.GetValueOrDefault(ResourcePrincipal.RegionVariable);
                regionOrigin = ResourcePrincipal.RegionVariable;
                return ResourcePrincipal.TryRead(settings.Environment, out credentials, out problem);
            case OciAuthentication.InstancePrincipal:
                regionOrigin = "the instance's region";
                return InstancePrincipal.TryFind(settings, out credentials, out region, out problem);
            case OciAuthentication.ConfigFile:
                if (OciConfigProfile.TryRead(settings, out OciConfigProfile? profile, out problem))
                    (credentials, region, regionOrigin) = (profile.Credentials, profile.Region, profile.RegionOrigin);
                return profile is not null;
        }

        throw new UnreachableException();
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => transport.Owner.Dispose();
}
