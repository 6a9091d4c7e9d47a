namespace Dispatcher.Oci.Signing;

/// <summary>There is no credential to sign with. The message says which variable or file is wrong and what to do, and
/// contains no secret. The port turns this exception into a failure.</summary>
internal sealed class CredentialException(string message) : Exception(message);
