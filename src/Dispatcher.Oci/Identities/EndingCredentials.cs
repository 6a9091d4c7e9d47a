using Dispatcher.Oci.Signing;

namespace Dispatcher.Oci.Identities;

/// <summary>Caches a short-lived credential. Renews it shortly before it expires and after a 401.</summary>
/// <param name="margin">How long before it expires the credential is renewed.</param>
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
    /// <param name="ending">The credential that is about to expire; returned when there is no newer one yet. Null to
    /// always renew.</param>
    /// <exception cref="CredentialException">There is no credential.</exception>
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
