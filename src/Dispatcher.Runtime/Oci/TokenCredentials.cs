namespace Dispatcher.Runtime.Oci;

/// <summary>A token and the key that goes with it: a resource principal, or a session of a config-file profile.</summary>
/// <remarks>Read on first use. Files are read again when the token is about to end and after a 401; the platform rewrites them. A
/// token and a key given inline stay what they are.</remarks>
internal sealed class TokenCredentials(Material token, Material key, Material? passphrase) : ICredentialSource
{
    // Less than a request takes from signature to judgement would be too little, with clocks that differ.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly Lock reading = new();
    private SigningCredential? current;

    public bool CanRenew => token.IsFile || key.IsFile;

    public SigningCredential Current(DateTimeOffset now)
    {
        if (Volatile.Read(ref current) is { } ready && !IsEnding(ready, now))
            return ready;

        lock (reading)
        {
            if (current is null)
                return current = Read();
            return current = IsEnding(current, now) ? Reread(current, now) : current;
        }
    }

    public SigningCredential Renew(SigningCredential refused)
    {
        lock (reading)
        {
            if (ReferenceEquals(current, refused))
                current = Read();
            return current ?? Read();
        }
    }

    private bool IsEnding(SigningCredential credential, DateTimeOffset now) => CanRenew && now >= credential.Expires - Margin;

    private SigningCredential Reread(SigningCredential ending, DateTimeOffset now)
    {
        try
        {
            // Until the platform has written a new token, what is there is the best there is.
            return "ST$" + token.Read() == ending.KeyId ? ending : Read();
        }
        catch (CredentialException) when (now < ending.Expires)
        {
            return ending;
        }
    }

    private SigningCredential Read()
    {
        string text = token.Read();
        if (SecurityToken.Problem(text) is { } problem)
            throw new CredentialException($"{token.Description} {problem}");
        if (!SigningKey.TryRead(key.Read(), passphrase?.Read(), out SigningKey? signingKey, out string? keyProblem))
            throw new CredentialException($"{key.Description} {keyProblem}");
        return new("ST$" + text, signingKey) { Expires = SecurityToken.Expires(text) };
    }
}
