using System.Diagnostics.CodeAnalysis;
using Dispatcher.Oci.Addresses;
using Dispatcher.Oci.Signing;
using Dispatcher.Oci.Wire;

namespace Dispatcher.Oci.Identities;

/// <summary>The identity of a compute instance: a token from the auth service, in exchange for the instance's
/// certificate, and the key pair made for this token.</summary>
/// <remarks>The variables of Oracle's SDKs can override both addresses. The token is renewed five minutes before it
/// expires. If that fails, the old token stays in use.</remarks>
internal sealed class InstancePrincipal(Uri metadata, Uri auth, TimeProvider time)
    : EndingCredentials(TimeSpan.FromMinutes(5))
{
    public const string MetadataVariable = "OCI_METADATA_BASE_URL";
    public const string AuthVariable = "OCI_SDK_AUTH_CLIENT_REGION_URL";
    private const string MetadataAddress = "http://169.254.169.254/opc/v2/";

    // The metadata service is one hop away. If connecting takes longer, nothing is listening.
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(3);

    public override bool CanRenew => true;

    /// <summary>Finds the instance's region. The token is fetched on first use.</summary>
    /// <param name="settings">Environment, region, time.</param>
    /// <param name="source">The identity.</param>
    /// <param name="region">The region from the settings, else the instance's own region, from the metadata
    /// service.</param>
    /// <param name="problem">Set instead on failure: what is wrong and what to do.</param>
    public static bool TryFind(
        OciClientSettings settings,
        [NotNullWhen(true)] out ICredentialSource? source,
        [NotNullWhen(true)] out string? region,
        [NotNullWhen(false)] out string? problem
    )
    {
        source = null;
        region = null;
        if (!TryAddress(settings, MetadataVariable, MetadataAddress, out Uri? metadata, out problem))
            return false;
        try
        {
            region = settings.Region ?? Ask(metadata, service => service.Region);
            problem = Endpoints.RegionProblem(region, "the instance's region");
            if (problem is not null)
                return false;
            Region place = Regions.Find(region, settings.Environment);
            if (
                !TryAddress(
                    settings,
                    AuthVariable,
                    $"https://auth.{place.Id}.{place.Domain}",
                    out Uri? auth,
                    out problem
                )
            )
                return false;
            source = new InstancePrincipal(metadata, auth, settings.Time);
            return true;
        }
        catch (CredentialException failure)
        {
            problem = failure.Message;
            return false;
        }
    }

    protected override SigningCredential Read(SigningCredential? ending)
    {
        InstanceCertificate certificate = Ask(metadata, InstanceCertificate.Read);
        using HttpMessageInvoker wire = NewWire();
        return CertificateExchange.Run(wire, auth, certificate, time.GetUtcNow());
    }

    // There is one exchange per token, so connections are not kept.
    private static T Ask<T>(Uri metadata, Func<InstanceMetadata, T> question)
    {
        using HttpMessageInvoker wire = NewWire();
        return question(new InstanceMetadata(wire, metadata));
    }

    private static HttpMessageInvoker NewWire() => new(Connections.New(ConnectTime));

    private static bool TryAddress(
        OciClientSettings settings,
        string variable,
        string otherwise,
        [NotNullWhen(true)] out Uri? address,
        [NotNullWhen(false)] out string? problem
    )
    {
        string text = settings.Environment.GetValueOrDefault(variable) is { Length: > 0 } said ? said : otherwise;
        bool isAddress =
            Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            && address.Query.Length == 0;
        problem = isAddress ? null : $"{variable} is `{text}`; write an address such as {otherwise}, or leave it unset";
        return isAddress;
    }
}
