using System.Diagnostics.CodeAnalysis;
using Dispatcher.Diagnostics;
using Dispatcher.Oci;
using Dispatcher.Oci.Identities;
using Dispatcher.Oci.Signing;
using Oci.Common.Auth;

namespace Dispatcher.Oracle;

/// <summary>The SDK's authentication provider for who signs.</summary>
internal static class SdkProvider
{
    /// <summary>Makes it.</summary>
    /// <param name="settings">Who signs.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="files">What the SDK reads again and again; null where it reads no file.</param>
    /// <param name="problem">Or what is wrong; never a secret.</param>
    public static bool TryMake(
        OciClientSettings settings,
        [NotNullWhen(true)] out IBasicAuthenticationDetailsProvider? provider,
        out TokenCredentials? files,
        [NotNullWhen(false)] out string? problem
    )
    {
        provider = null;
        files = null;
        OciConfigProfile? profile = null;
        problem = null;
        // The SDK says less of what is wrong with a file.
        if (
            settings.Authentication == OciAuthentication.ConfigFile
            && !OciConfigProfile.TryRead(settings, out profile, out problem)
        )
            return false;
        files = Files(settings, profile);
        try
        {
            files?.CheckFiles();
            provider = Make(settings, profile);
            return true;
        }
#pragma warning disable CA1031 // What the providers throw is not documented, and each kind means that there is no identity.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            // The built-in reader of the same variables says what to write instead, where it sees what is wrong.
            problem =
                settings.Authentication == OciAuthentication.ResourcePrincipal
                && ResourcePrincipal.Problem(settings.Environment) is { } wrong
                    ? wrong
                    : $"Oracle's SDK finds no identity ({settings.Authentication}): {Describe(failure)}";
            return false;
        }
    }

    /// <summary>What an exception of the SDK says, without what may be a part of a token or a key.</summary>
    public static string Describe(Exception failure) =>
        failure.GetBaseException() is var cause and (IOException or UnauthorizedAccessException or ArgumentException)
            ? Quote.Line(cause.Message)
            : failure.GetBaseException().GetType().Name;

    private static TokenCredentials? Files(OciClientSettings settings, OciConfigProfile? profile) =>
        settings.Authentication switch
        {
            OciAuthentication.ResourcePrincipal => ResourcePrincipal.TryRead(
                settings.Environment,
                out ICredentialSource? source,
                out _
            )
                ? source as TokenCredentials
                : null,
            OciAuthentication.InstancePrincipal => null,
            OciAuthentication.ConfigFile => profile?.Credentials as TokenCredentials,
        };

    private static IBasicAuthenticationDetailsProvider Make(OciClientSettings settings, OciConfigProfile? profile) =>
        settings.Authentication switch
        {
            OciAuthentication.ResourcePrincipal => ResourcePrincipalAuthenticationDetailsProvider.GetProvider(),
            OciAuthentication.InstancePrincipal => new InstancePrincipalsAuthenticationDetailsProvider(),
            OciAuthentication.ConfigFile => profile is { Credentials: TokenCredentials }
                ? new SessionTokenAuthenticationDetailsProvider(profile.Path, settings.Profile)
                : new ConfigFileAuthenticationDetailsProvider(profile!.Path, settings.Profile),
        };
}
