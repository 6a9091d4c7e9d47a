using Dispatcher.Oci.Signing;

namespace Dispatcher.Oci.Identities;

/// <summary>A token and the key that goes with it: a resource principal, or a session of a config-file
/// profile.</summary>
/// <remarks>Read on first use. Files are read again when the token is about to end and after a 401; the platform
/// rewrites them. A token and a key given inline stay what they are. The margin: less than a request takes from
/// signature to judgement would be too little, with clocks that differ.</remarks>
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
            return ending; // Until the platform has written a new token, what is there is the best there is.
        if (SecurityToken.Problem(text) is { } problem)
            throw new CredentialException($"{token.Description} {problem}");
        if (!SigningKey.TryRead(key.Read(), passphrase?.Read(), out SigningKey? signingKey, out string? keyProblem))
            throw new CredentialException($"{key.Description} {keyProblem}");
        return new("ST$" + text, signingKey) { Expires = SecurityToken.Expires(text) };
    }
}
