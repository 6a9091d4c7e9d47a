using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Dispatcher.Emulator.Model;

namespace Dispatcher.Emulator.Identity;

/// <summary>Makes identities that the emulator accepts, as files. Thread-safe.</summary>
public sealed class Credentials : IDisposable
{
    private const string Subject = "ocid1.fnfunc.oc1..emulated";
    private const string Tenancy = "ocid1.tenancy.oc1..emulated";
    private const string User = "ocid1.user.oc1..emulated";
    private const string DefaultProfile = "DEFAULT";

    private readonly Lock access = new();
    private readonly List<(string KeyFile, string TokenFile)> sessions = [];
    private readonly KeyRing keys;
    private readonly EmulatorOptions options;
    private readonly ITimer? renewal;
    private readonly Lazy<EmulatedInstance> instance;
    private int identities;

    internal Credentials(KeyRing keys, EmulatorOptions options)
    {
        this.keys = keys;
        this.options = options;
        instance = new(NewInstance);
        if (options.RenewTokens)
            renewal = options.Time.CreateTimer(
                _ => RenewOnTime(),
                null,
                options.TokenLifetime / 2,
                options.TokenLifetime / 2
            );
    }

    /// <summary>Writes a key and a token into a folder, as OCI Functions does for a function (resource principal
    /// 2.2).</summary>
    /// <param name="folder">The folder; created when missing.</param>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public ResourcePrincipal CreateResourcePrincipal(string folder)
    {
        folder = Directory.CreateDirectory(folder).FullName;
        string keyFile = Path.Combine(folder, "private.pem");
        string tokenFile = Path.Combine(folder, "rpst");
        NewSession(keyFile, tokenFile);
        return new(
            keyFile,
            tokenFile,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["OCI_RESOURCE_PRINCIPAL_VERSION"] = "2.2",
                ["OCI_RESOURCE_PRINCIPAL_RPST"] = tokenFile,
                ["OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM"] = keyFile,
                ["OCI_RESOURCE_PRINCIPAL_REGION"] = options.Region,
            }
        );
    }

    /// <summary>Writes an OCI config file with one profile, and the API key it names.</summary>
    /// <param name="folder">Where; made when it is not there. The file is called <c>config</c>; profiles that are in it
    /// stay.</param>
    /// <param name="profile">The profile's name.</param>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public ConfigProfile CreateApiKey(string folder, string profile = DefaultProfile)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(profile);
        folder = Directory.CreateDirectory(folder).FullName;
        string keyFile = Path.Combine(folder, $"{profile}.pem");
        using RSA pair = NewKey(keyFile);
        string fingerprint = Fingerprint(pair);
        string keyId = $"{Tenancy}/{User}/{fingerprint}";
        keys.AddApiKey(keyId, new(pair));
        string config = AddProfile(
            folder,
            profile,
            $"user={User}\nfingerprint={fingerprint}\ntenancy={Tenancy}\nregion={options.Region}\nkey_file={keyFile}\n"
        );
        return new(config, profile, keyFile, TokenFile: null, keyId);
    }

    /// <summary>Writes an OCI config file with one profile, and the key and session token it names.</summary>
    /// <param name="folder">Where; made when it is not there. The file is called <c>config</c>; profiles that are in it
    /// stay.</param>
    /// <param name="profile">The profile's name.</param>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public ConfigProfile CreateSession(string folder, string profile = DefaultProfile)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(profile);
        folder = Directory.CreateDirectory(folder).FullName;
        string keyFile = Path.Combine(folder, $"{profile}.pem");
        string tokenFile = Path.Combine(folder, $"{profile}.token");
        NewSession(keyFile, tokenFile);
        using RSA pair = Key(File.ReadAllText(keyFile));
        // Not used for signing. `oci session authenticate` writes this value, and Oracle's SDK for Node.js requires it.
        string config = AddProfile(
            folder,
            profile,
            $"fingerprint={Fingerprint(pair)}\ntenancy={Tenancy}\nregion={options.Region}\n"
                + $"key_file={keyFile}\nsecurity_token_file={tokenFile}\n"
        );
        return new(config, profile, keyFile, tokenFile, KeyId: null);
    }

    /// <summary>The compute instance that the emulator accepts; made at the first use.</summary>
    internal EmulatedInstance Instance => instance.Value;

    /// <summary>Issues a token for a private key that stays with the caller.</summary>
    internal string IssueFor(RSA session)
    {
        DateTimeOffset now = options.Time.GetUtcNow();
        string token = SecurityToken.Issue(Subject, session, now, now + options.TokenLifetime);

        // `exp` has whole seconds, and a token must not be valid for longer than its `exp`.
        keys.AddSession(
            token,
            new(session),
            DateTimeOffset.FromUnixTimeSeconds((now + options.TokenLifetime).ToUnixTimeSeconds())
        );
        return token;
    }

    /// <summary>Writes a new token, for the same key, into every token file. Earlier tokens stay valid until they
    /// expire.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Renew()
    {
        lock (access)
        {
            foreach ((string keyFile, string tokenFile) in sessions)
            {
                if (!File.Exists(keyFile))
                    continue; // The folder was removed, so this identity is no longer in use.
                using RSA pair = Key(File.ReadAllText(keyFile));
                Issue(pair, tokenFile);
            }
        }
    }

    /// <summary>Revokes every token issued so far; the files stay as they are. Until <see cref="Renew"/>, requests
    /// signed with them are 401 <c>NotAuthenticated</c>. API keys stay valid.</summary>
    public void Expire() => keys.RevokeSessions();

    /// <inheritdoc/>
    public void Dispose()
    {
        renewal?.Dispose();
        if (instance.IsValueCreated)
            instance.Value.Dispose();
    }

    private void RenewOnTime()
    {
        try
        {
            Renew();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The old token is valid for the second half of its life. The next attempt comes before it expires.
        }
    }

    private void NewSession(string keyFile, string tokenFile)
    {
        using RSA pair = NewKey(keyFile);
        lock (access)
        {
            Issue(pair, tokenFile);
            if (!sessions.Contains((keyFile, tokenFile)))
                sessions.Add((keyFile, tokenFile));
        }
    }

    private void Issue(RSA pair, string tokenFile) => PrivateFile.Write(tokenFile, IssueFor(pair));

    private EmulatedInstance NewInstance()
    {
        var made = new EmulatedInstance(
            Tenancy,
            KeyPairs.Pem(Interlocked.Increment(ref identities)),
            options.Time.GetUtcNow()
        );
        keys.AddApiKey(made.KeyId, made.PublicKey);
        return made;
    }

    private RSA NewKey(string file)
    {
        string pem = KeyPairs.Pem(Interlocked.Increment(ref identities));
        PrivateFile.Write(file, pem);
        return Key(pem);
    }

    private static RSA Key(string pem)
    {
        var pair = RSA.Create();
        pair.ImportFromPem(pem);
        return pair;
    }

    private static string AddProfile(string folder, string profile, string values)
    {
        string config = Path.Combine(folder, "config");
        string before = File.Exists(config) ? File.ReadAllText(config) : "";
        PrivateFile.Write(config, $"{before}[{profile}]\n{values}");
        return config;
    }

    [SuppressMessage(
        "Security",
        "CA5351:Do Not Use Broken Cryptographic Algorithms",
        Justification = "A fingerprint is MD5 by its definition."
    )]
    private static string Fingerprint(RSA pair) =>
        string.Join(
            ':',
            MD5.HashData(pair.ExportSubjectPublicKeyInfo())
                .Select(part => part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture))
        );
}
