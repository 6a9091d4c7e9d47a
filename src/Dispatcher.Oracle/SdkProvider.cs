using System.Diagnostics.CodeAnalysis;
using Dispatcher.Diagnostics;
using Dispatcher.Oci;
using Dispatcher.Oci.Identities;
using Dispatcher.Oci.Signing;
using Oci.Common.Auth;

namespace Dispatcher.Oracle;

/// <summary>The SDK's authentication provider for an identity.</summary>
internal static class SdkProvider
{
    /// <summary>Makes the provider.</summary>
    /// <param name="settings">The identity that signs.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="files">What the SDK reads again and again; null where it reads no file.</param>
    /// <param name="problem">Set instead on failure: what is wrong. Never contains a secret.</param>
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
        // The SDK's messages about a wrong file say less.
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
#pragma warning disable CA1031 // The providers' exceptions are not documented. Each means that there is no identity.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            // If the built-in reader of the same variables finds the error, its message says what to write instead.
            problem =
                settings.Authentication == OciAuthentication.ResourcePrincipal
                && ResourcePrincipal.Problem(settings.Environment) is { } wrong
                    ? wrong
                    : $"Oracle's SDK finds no identity ({settings.Authentication}): {Describe(failure)}";
            return false;
        }
    }

    /// <summary>The message of an SDK exception, without text that may be a part of a token or a key.</summary>
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
