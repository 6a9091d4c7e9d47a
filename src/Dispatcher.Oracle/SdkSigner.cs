using Dispatcher.Oci.Wire;
using Oci.Common.Auth;
using Oci.Common.Http.Signing;

namespace Dispatcher.Oracle;

/// <summary>The SDK's signer, with signatures by the platform's RSA.</summary>
/// <remarks>It has the SDK's inside and is none itself: <c>RestClient</c> replaces a <see cref="DefaultRequestSigner"/>
/// after a 401 by a new one, whose signatures would be managed code's again.</remarks>
internal sealed class SdkSigner(IBasicAuthenticationDetailsProvider provider) : RequestSigner(provider)
{
    private static readonly PlatformSignatures Signatures = new();

    private readonly DefaultRequestSigner withBody = new(provider, SigningStrategy.STANDARD, Signatures);
    private readonly DefaultRequestSigner withoutBody = new(provider, SigningStrategy.EXCLUDE_BODY, Signatures);

    /// <summary>Gets the key ready beside the start of the process.</summary>
    public void BeginPreparing() => ThreadPool.QueueUserWorkItem(static signer => signer.Prepare(), this, false);

    public override void SignRequest(HttpRequestMessage requestMessage)
    {
        bool signBody = requestMessage.Options.TryGetValue(OciTransport.SignBody, out bool value) && value;
        (signBody ? withBody : withoutBody).SignRequest(requestMessage);
    }

    private void Prepare()
    {
        try
        {
            _ = AuthDetailsProvider.KeyId; // A resource principal reads its files for it.
            Signatures.Prepare(AuthDetailsProvider.GetPrivateKey());
        }
#pragma warning disable CA1031 // The token may be written after the start. The first request reports an error.
        catch
#pragma warning restore CA1031
        { }
    }
}
