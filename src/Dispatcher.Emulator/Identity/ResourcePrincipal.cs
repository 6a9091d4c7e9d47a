namespace Dispatcher.Emulator.Identity;

/// <summary>A function's identity as files: a key and a token.</summary>
/// <param name="KeyFile">The private key, PEM.</param>
/// <param name="TokenFile">The token (RPST), without a line break.</param>
/// <param name="Environment">The variables that OCI Functions sets, with the paths of the two files:
/// <c>OCI_RESOURCE_PRINCIPAL_VERSION</c> (2.2), <c>…_RPST</c>, <c>…_PRIVATE_PEM</c> and <c>…_REGION</c>.</param>
public sealed record ResourcePrincipal(
    string KeyFile,
    string TokenFile,
    IReadOnlyDictionary<string, string> Environment
);
