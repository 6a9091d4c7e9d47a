using Dispatcher.Oci.Signing;

namespace Dispatcher.Oci.Identities;

/// <summary>A token and the key that goes with it: a resource principal, or a session of a config-file
/// profile.</summary>
/// <remarks>Read on first use. Files are read again shortly before the token expires and after a 401, because the
/// platform rewrites them. An inline token and key never change. The margin covers the time from signing a request to
/// its check by the service, and the difference between the two clocks.</remarks>
internal sealed class TokenCredentials(Material token, Material key, Material? passphrase)
    : EndingCredentials(TimeSpan.FromMinutes(1))
{
    public override bool CanRenew => token.IsFile || key.IsFile;

    /// <summary>Refuses files that the SDK, which reads the same ones, must not open.</summary>
    /// <exception cref="CredentialException">One is not a regular file, is too large, or cannot be read.</exception>
    public void CheckFiles()
    {
        token.Check();
        key.Check();
        passphrase?.Check();
    }

    protected override SigningCredential Read(SigningCredential? ending)
    {
        string text = token.Read();
        if (ending is not null && "ST$" + text == ending.KeyId)
            return ending; // The platform has not written a new token yet: keep the old one.
        if (SecurityToken.Problem(text) is { } problem)
            throw new CredentialException($"{token.Description} {problem}");
        if (!SigningKey.TryRead(key.Read(), passphrase?.Read(), out SigningKey? signingKey, out string? keyProblem))
            throw new CredentialException($"{key.Description} {keyProblem}");
        return new("ST$" + text, signingKey) { Expires = SecurityToken.Expires(text) };
    }
}
