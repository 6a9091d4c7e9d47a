namespace Dispatcher.Oci.Signing;

/// <summary>There is no credential to sign with; the message says which variable or file is wrong and what to do, and
/// holds no secret. Becomes a failure at the port.</summary>
internal sealed class CredentialException(string message) : Exception(message);
