using Dispatcher.Diagnostics;

namespace Dispatcher.Oci;

/// <summary>The identity that signs the requests.</summary>
public enum OciAuthentication
{
    /// <summary>A profile of the OCI config file: an API key, or a session token.</summary>
    ConfigFile,

    /// <summary>The compute instance that the process runs on. Calls its metadata service and the auth service;
    /// <c>OCI_METADATA_BASE_URL</c> and <c>OCI_SDK_AUTH_CLIENT_REGION_URL</c> override their addresses.</summary>
    InstancePrincipal,

    /// <summary>The function's own identity, from the variables that OCI Functions sets
    /// (<c>OCI_RESOURCE_PRINCIPAL_…</c>, version 2.2).</summary>
    ResourcePrincipal,
}

/// <summary>The words of <see cref="OciAuthentication"/>.</summary>
public static class OciAuthentications
{
    /// <summary><c>config-file instance-principal resource-principal</c>.</summary>
    public static Words<OciAuthentication> Words { get; } =
        new(value =>
            value switch
            {
                OciAuthentication.ConfigFile => "config-file",
                OciAuthentication.InstancePrincipal => "instance-principal",
                OciAuthentication.ResourcePrincipal => "resource-principal",
            }
        );

    /// <summary><c>config-file instance-principal resource-principal</c>.</summary>
    public static string Word(this OciAuthentication value) => Words.Of(value);
}

/// <summary>The settings of the clients.</summary>
public sealed record OciClientSettings
{
    /// <summary>The process environment; only <c>HOME</c> and variables that begin with <c>OCI_</c> are read.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Who signs.</summary>
    public OciAuthentication Authentication { get; init; } = OciAuthentication.ResourcePrincipal;

    /// <summary>The config file. Null means the file in <c>OCI_CONFIG_FILE</c>, else <c>~/.oci/config</c>.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>The profile in it.</summary>
    public string Profile { get; init; } = "DEFAULT";

    /// <summary>Overrides the region of the credentials: an identifier or a three-letter key.</summary>
    public string? Region { get; init; }

    /// <summary><c>DISPATCHER_DATA_INTEGRATION_ENDPOINT</c>: scheme, host and port; null for the region's
    /// own.</summary>
    public string? DataIntegrationEndpoint { get; init; }

    /// <summary><c>DISPATCHER_OBJECT_STORAGE_ENDPOINT</c>: scheme, host and port; null for the region's own.</summary>
    public string? ObjectStorageEndpoint { get; init; }

    /// <summary>How long one attempt may take from its start to the last byte of the answer.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long connecting may take; this time is part of <see cref="AttemptTimeout"/>.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock for the date that is signed.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
