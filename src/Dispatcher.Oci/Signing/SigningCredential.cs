namespace Dispatcher.Oci.Signing;

/// <summary>A private key, and the id by which the service finds its public key.</summary>
/// <param name="KeyId"><c>tenancy/user/fingerprint</c>, or <c>ST$</c> and a token. Secret in the second form: never
/// logged.</param>
/// <param name="Key">The private key.</param>
internal sealed record SigningCredential(string KeyId, SigningKey Key)
{
    /// <summary>When the token expires; null when this is unknown or there is no token.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Never contains the token or the key.</summary>
    public override string ToString() => nameof(SigningCredential);
}
