using System.Diagnostics.CodeAnalysis;
using Dispatcher.Oci.Signing;

namespace Dispatcher.Oci.Identities;

/// <summary>The identity that OCI Functions gives to a function (resource principal 2.2), read from the
/// environment.</summary>
internal static class ResourcePrincipal
{
    public const string RegionVariable = "OCI_RESOURCE_PRINCIPAL_REGION";
    private const string VersionVariable = "OCI_RESOURCE_PRINCIPAL_VERSION";
    private const string TokenVariable = "OCI_RESOURCE_PRINCIPAL_RPST";
    private const string KeyVariable = "OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM";
    private const string PassphraseVariable = "OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM_PASSPHRASE";
    private const string Supported = "2.2";

    public static bool TryRead(
        IReadOnlyDictionary<string, string> environment,
        [NotNullWhen(true)] out ICredentialSource? source,
        [NotNullWhen(false)] out string? problem
    )
    {
        source = null;
        problem = Problem(environment);
        if (problem is not null)
            return false;

        source = new TokenCredentials(
            Material.FromVariable(TokenVariable, Value(environment, TokenVariable)!),
            Material.FromVariable(KeyVariable, Value(environment, KeyVariable)!),
            Value(environment, PassphraseVariable) is { } passphrase
                ? Material.FromVariable(PassphraseVariable, passphrase)
                : null
        );
        return true;
    }

    /// <summary>Says which variable is missing or wrong, and what to write. Null when there is a resource
    /// principal.</summary>
    public static string? Problem(IReadOnlyDictionary<string, string> environment)
    {
        string? version = Value(environment, VersionVariable);
        string? key = Value(environment, KeyVariable);
        string? passphrase = Value(environment, PassphraseVariable);
        return version switch
        {
            null => $"{VersionVariable} is not set, so there is no resource principal; OCI Functions sets it, "
                + "and elsewhere a profile of the OCI config file takes its place",
            not Supported => $"{VersionVariable} is `{version}`; only {Supported} is supported",
            _ when Value(environment, TokenVariable) is null =>
                $"{TokenVariable} is not set; it holds the token or the absolute path of its file",
            _ when key is null =>
                $"{KeyVariable} is not set; it holds the private key or the absolute path of its file",
            _ when passphrase is not null && Path.IsPathRooted(passphrase) != Path.IsPathRooted(key) =>
                $"{PassphraseVariable} and {KeyVariable} must both be files or both be values",
            _ => null,
        };
    }

    private static string? Value(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
