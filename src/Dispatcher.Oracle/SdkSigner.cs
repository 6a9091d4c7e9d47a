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

    /// <summary>Gets the key ready.</summary>
    public void Prepare()
    {
        _ = AuthDetailsProvider.KeyId; // A resource principal reads its files for it.
        Signatures.Prepare(AuthDetailsProvider.GetPrivateKey())?.Prepare();
    }

    public override void SignRequest(HttpRequestMessage requestMessage)
    {
        bool signBody = requestMessage.Options.TryGetValue(OciTransport.SignBody, out bool value) && value;
        (signBody ? withBody : withoutBody).SignRequest(requestMessage);
    }
}
