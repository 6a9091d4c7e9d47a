namespace Dispatcher.Oci.Signing;

/// <summary>Who signs: what the service looks the public key up by, and the private key.</summary>
/// <param name="KeyId"><c>tenancy/user/fingerprint</c>, or <c>ST$</c> and a token. Secret in the second form: never
/// logged.</param>
/// <param name="Key">The private key.</param>
internal sealed record SigningCredential(string KeyId, SigningKey Key)
{
    /// <summary>When the token ends, or null when it does not say or there is none.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Neither the token nor the key.</summary>
    public override string ToString() => nameof(SigningCredential);
}
