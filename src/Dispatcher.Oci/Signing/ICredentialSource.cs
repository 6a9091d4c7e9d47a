namespace Dispatcher.Oci.Signing;

/// <summary>Gives the credential that requests are signed with. Thread-safe.</summary>
internal interface ICredentialSource
{
    /// <summary>Whether <see cref="Renew"/> can return another credential: it is read from files that the platform
    /// rewrites, or fetched from a service.</summary>
    bool CanRenew { get; }

    /// <summary>The credential to sign with now; renewed first when it has expired or expires soon.</summary>
    /// <exception cref="CredentialException">There is no credential.</exception>
    SigningCredential Current(DateTimeOffset now);

    /// <summary>Renews the credential, because the service refused <paramref name="refused"/> (401). Does nothing when
    /// another thread has renewed it already.</summary>
    /// <exception cref="CredentialException">There is no credential.</exception>
    SigningCredential Renew(SigningCredential refused);
}
