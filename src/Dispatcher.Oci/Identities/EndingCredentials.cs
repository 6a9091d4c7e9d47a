using Dispatcher.Oci.Signing;

namespace Dispatcher.Oci.Identities;

/// <summary>A credential that ends: kept while it holds, had anew when it is about to end and after a 401.</summary>
/// <param name="margin">How long before its end it is had anew.</param>
internal abstract class EndingCredentials(TimeSpan margin) : ICredentialSource
{
    private readonly Lock reading = new();
    private SigningCredential? current;

    public abstract bool CanRenew { get; }

    public SigningCredential Current(DateTimeOffset now)
    {
        if (Volatile.Read(ref current) is { } ready && !IsEnding(ready, now))
            return ready;

        lock (reading)
        {
            if (current is null)
                return current = Read(null);
            return current = IsEnding(current, now) ? Reread(current, now) : current;
        }
    }

    public SigningCredential Renew(SigningCredential refused)
    {
        lock (reading)
        {
            if (current is null || ReferenceEquals(current, refused))
                current = Read(null);
            return current;
        }
    }

    /// <summary>Reads or fetches the credential, one caller at a time.</summary>
    /// <param name="ending">The one that is about to end; given back where there is no newer one yet. Null to have it
    /// anew in any case.</param>
    /// <exception cref="CredentialException">There is none.</exception>
    protected abstract SigningCredential Read(SigningCredential? ending);

    private bool IsEnding(SigningCredential credential, DateTimeOffset now) =>
        CanRenew && now >= credential.Expires - margin;

    private SigningCredential Reread(SigningCredential ending, DateTimeOffset now)
    {
        try
        {
            return Read(ending);
        }
        catch (CredentialException) when (now < ending.Expires)
        {
            return ending;
        }
    }
}
