using Dispatcher.Oci.Signing;

namespace Dispatcher.Oci.Identities;

/// <summary>A user's API key. It does not change while the process runs.</summary>
internal sealed class FixedCredentials(SigningCredential credential) : ICredentialSource
{
    public bool CanRenew => false;

    public SigningCredential Current(DateTimeOffset now) => credential;

    public SigningCredential Renew(SigningCredential refused) => credential;
}
