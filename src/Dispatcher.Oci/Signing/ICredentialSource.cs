namespace Dispatcher.Oci.Signing;

/// <summary>Where the credential comes from that requests are signed with. Safe to use from several threads.</summary>
internal interface ICredentialSource
{
    /// <summary>Whether <see cref="Renew"/> can come to anything: the credential is read from files that others
    /// rewrite.</summary>
    bool CanRenew { get; }

    /// <summary>The credential to sign with now; read anew when it has ended or is about to.</summary>
    /// <exception cref="CredentialException">There is none.</exception>
    SigningCredential Current(DateTimeOffset now);

    /// <summary>Reads the credential anew, because the service refused <paramref name="refused"/> (401), unless another
    /// thread has done so meanwhile.</summary>
    /// <exception cref="CredentialException">There is none.</exception>
    SigningCredential Renew(SigningCredential refused);
}
