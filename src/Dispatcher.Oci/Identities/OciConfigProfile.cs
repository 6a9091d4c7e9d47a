using System.Diagnostics.CodeAnalysis;
using Dispatcher.Oci.Signing;

namespace Dispatcher.Oci.Identities;

/// <summary>The credentials and region of one profile of the OCI config file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Credentials">The credentials to sign with.</param>
/// <param name="Region">Its region, or null.</param>
/// <param name="RegionOrigin">The place of the region in the file, for messages; also set when the region is
/// missing.</param>
internal sealed record OciConfigProfile(string Path, ICredentialSource Credentials, string? Region, string RegionOrigin)
{
    private const string DefaultProfile = "DEFAULT";
    private static readonly string[] KeyParts = ["user", "fingerprint", "tenancy", "key_file"];

    public static bool TryRead(
        OciClientSettings settings,
        [NotNullWhen(true)] out OciConfigProfile? profile,
        [NotNullWhen(false)] out string? problem
    )
    {
        profile = null;
        string home = settings.Environment.GetValueOrDefault("HOME") is { Length: > 0 } set
            ? set
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string path = Expand(
            settings.ConfigFile ?? settings.Environment.GetValueOrDefault("OCI_CONFIG_FILE") ?? "~/.oci/config",
            home
        );
        if (!OciConfigFile.TryRead(path, out OciConfigFile? file, out problem))
            return false;
        if (!file.Profiles.TryGetValue(settings.Profile, out OciConfigSection? section))
        {
            string there =
                file.Profiles.Count == 0 ? "there are none" : "there are " + string.Join(", ", file.Profiles.Keys);
            problem = $"{path}: there is no profile [{settings.Profile}]; {there}";
            return false;
        }

        var reader = new Reader(file, settings.Profile, section, home);
        try
        {
            ICredentialSource credentials = reader.Find("security_token_file") is { } token
                ? reader.Session(token)
                : reader.ApiKey();
            profile = new(
                path,
                credentials,
                reader.Find("region")?.Text,
                $"{path}:{section.Line}: `region` of the profile [{settings.Profile}]"
            );
            return true;
        }
        catch (CredentialException failure)
        {
            problem = failure.Message;
            return false;
        }
    }

    private static string Expand(string path, string home) =>
        path == "~" ? home
        : path.StartsWith("~/", StringComparison.Ordinal) ? System.IO.Path.Combine(home, path[2..])
        : path;

    private sealed class Reader(OciConfigFile file, string name, OciConfigSection section, string home)
    {
        private readonly OciConfigSection? inherited =
            name == DefaultProfile ? null : file.Profiles.GetValueOrDefault(DefaultProfile);

        /// <summary>A value of the profile, else of the profile DEFAULT. A profile with its own key does not inherit a
        /// session token.</summary>
        public OciConfigValue? Find(string key)
        {
            if (section.Values.TryGetValue(key, out OciConfigValue? own))
                return own.Text.Length > 0 ? own : null;
            bool otherIdentity =
                key is "security_token_file" or "pass_phrase" && section.Values.ContainsKey("key_file");
            return otherIdentity ? null
                : inherited?.Values.GetValueOrDefault(key) is { Text.Length: > 0 } value ? value
                : null;
        }

        public TokenCredentials Session(OciConfigValue token)
        {
            OciConfigValue key = Find("key_file") ?? throw Missing(["key_file"]);
            var credentials = new TokenCredentials(
                FileOf(token, "security_token_file"),
                FileOf(key, "key_file"),
                Passphrase()
            );
            credentials.Current(DateTimeOffset.MinValue); // Reads both files, so that an error is reported now.
            return credentials;
        }

        public FixedCredentials ApiKey()
        {
            string[] missing = [.. KeyParts.Where(part => Find(part) is null)];
            if (missing.Length > 0)
                throw Missing(missing);

            OciConfigValue fingerprint = Find("fingerprint")!;
            if (!IsFingerprint(fingerprint.Text))
                throw new CredentialException(
                    $"{file.Path}:{fingerprint.Line}: `fingerprint` is not sixteen pairs of hexadecimal "
                        + "digits with colons between them; copy it from the API key's page"
                );

            Material key = FileOf(Find("key_file")!, "key_file");
            return SigningKey.TryRead(key.Read(), Passphrase()?.Read(), out SigningKey? signingKey, out string? problem)
                ? new(new($"{Find("tenancy")!.Text}/{Find("user")!.Text}/{fingerprint.Text}", signingKey))
                : throw new CredentialException($"{key.Description} {problem}");
        }

        private Material? Passphrase() =>
            Find("pass_phrase") is { } value
                ? new($"{file.Path}:{value.Line}: `pass_phrase`", value.Text, IsFile: false)
                : null;

        private Material FileOf(OciConfigValue value, string key) =>
            new($"{file.Path}:{value.Line}: `{key}`", Expand(value.Text, home), IsFile: true);

        private CredentialException Missing(string[] keys) =>
            new(
                $"{file.Path}:{section.Line}: the profile [{name}] has no "
                    + $"{string.Join(", ", keys.Select(key => $"`{key}`"))}; write `{keys[0]} = …` below it"
            );

        private static bool IsFingerprint(string text) =>
            text.Split(':') is { Length: 16 } pairs
            && Array.TrueForAll(pairs, pair => pair.Length == 2 && pair.All(char.IsAsciiHexDigit));
    }
}
