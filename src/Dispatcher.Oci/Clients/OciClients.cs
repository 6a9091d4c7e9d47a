using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Dispatcher.Oci.Addresses;
using Dispatcher.Oci.Identities;
using Dispatcher.Oci.Ports;
using Dispatcher.Oci.Signing;
using Dispatcher.Oci.Wire;

namespace Dispatcher.Oci.Clients;

/// <summary>The two ports over HTTP with OCI request signing. Make one instance per process; it is
/// thread-safe.</summary>
public sealed class OciClients : IDisposable
{
    private readonly OciTransport transport;

    /// <summary>Makes the clients over a transport. They close it when they are disposed.</summary>
    /// <param name="endpoints">The addresses of the services.</param>
    /// <param name="credentials">The credentials to sign with; null when the transport signs.</param>
    /// <param name="settings">Time limits.</param>
    /// <param name="transport">Sends the requests.</param>
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

    /// <summary>Published tasks in Data Integration.</summary>
    public IPublishedTasks Published { get; }

    /// <summary>Object Storage.</summary>
    public IObjectStore Objects { get; }

    /// <summary>The base address of Data Integration.</summary>
    public Uri DataIntegrationEndpoint { get; }

    /// <summary>The base address of Object Storage.</summary>
    public Uri ObjectStorageEndpoint { get; }

    /// <summary>Makes the built-in clients. Sends nothing to the two services. The files of a resource principal are
    /// read on first use, because the platform may write the token after the process starts. A config-file profile is
    /// read now. For an instance principal, the metadata service is asked for the region now.</summary>
    /// <param name="settings">Identity, addresses and time limits.</param>
    /// <param name="clients">The clients.</param>
    /// <param name="problem">Set instead when a setting is wrong: which variable, or which file and line, and what to
    /// write. Never contains a secret.</param>
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

    /// <summary>Gets the key of a transport that signs ready on another thread, so that the first request does not
    /// wait for it. Sends nothing to the two services. A credential that is not there yet is left to the first
    /// request.</summary>
    /// <remarks>The built-in client does nothing here. Beside a start of ten milliseconds its key would take the
    /// processors from the first event, and is not ready before it.</remarks>
    public Task PrepareAsync() =>
        transport.Prepare is { } prepare ? Task.Run(() => Quietly(prepare)) : Task.CompletedTask;

    private static void Quietly(Action work)
    {
        try
        {
            work();
        }
#pragma warning disable CA1031 // The token may be written after the start. The first request reports an error.
        catch
#pragma warning restore CA1031
        { }
    }

    // The identity that signs; also the region that comes with it, and the name of that region's origin for messages.
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
