using Dispatcher.Contract;
using Dispatcher.Oci.Clients;
using Dispatcher.Oci.Identities;

namespace Dispatcher.Oci.Tests;

public sealed class OciConfigProfileTests : IDisposable
{
    private const string Fingerprint = "aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99";
    private readonly string home = Directory.CreateTempSubdirectory("home-").FullName;

    public OciConfigProfileTests()
    {
        Directory.CreateDirectory(Path.Combine(home, ".oci"));
        File.WriteAllText(Path.Combine(home, ".oci", "key.pem"), TestKeys.Pem(TestKeys.First));
        File.WriteAllText(Path.Combine(home, ".oci", "locked.pem"), TestKeys.EncryptedPem(TestKeys.First));
        File.WriteAllText(
            Path.Combine(home, ".oci", "token"),
            TestKeys.Token(DateTimeOffset.UtcNow.AddHours(1)) + "\n"
        );
    }

    private string ConfigPath => Path.Combine(home, ".oci", "config");

    [Theory]
    [InlineData("DEFAULT", "ocid1.tenancy/ocid1.user/" + Fingerprint, "us-phoenix-1")]
    [InlineData("OTHER", "ocid1.tenancy/ocid1.other/" + Fingerprint, "uk-london-1")]
    [InlineData("LOCKED", "ocid1.tenancy/ocid1.user/" + Fingerprint, "us-phoenix-1")]
    public void A_profile_with_an_API_key_takes_what_it_lacks_from_DEFAULT(string name, string keyId, string region)
    {
        OciConfigProfile profile = Read(name);

        Assert.Equal(keyId, profile.Credentials.Current(DateTimeOffset.UtcNow).KeyId);
        Assert.Equal(region, profile.Region);
        Assert.False(profile.Credentials.CanRenew);
    }

    [Fact]
    public void A_profile_with_a_session_token_signs_with_it_and_reads_it_again()
    {
        OciConfigProfile profile = Read("SESSION");

        Assert.StartsWith("ST$ey", profile.Credentials.Current(DateTimeOffset.UtcNow).KeyId, StringComparison.Ordinal);
        Assert.True(profile.Credentials.CanRenew);
    }

    [Fact]
    public void The_file_is_named_by_OCI_CONFIG_FILE_or_by_the_caller()
    {
        File.WriteAllText(
            Path.Combine(home, "mine"),
            Config.Replace("ocid1.user", "ocid1.mine", StringComparison.Ordinal)
        );

        var environment = new Dictionary<string, string> { ["HOME"] = home, ["OCI_CONFIG_FILE"] = "~/mine" };
        Assert.True(
            OciConfigProfile.TryRead(new() { Environment = environment }, out OciConfigProfile? profile, out _)
        );
        Assert.Contains(
            "/ocid1.mine/",
            profile.Credentials.Current(DateTimeOffset.UtcNow).KeyId,
            StringComparison.Ordinal
        );

        File.WriteAllText(ConfigPath, Config);
        Assert.True(
            OciConfigProfile.TryRead(new() { Environment = environment, ConfigFile = ConfigPath }, out profile, out _)
        );
        Assert.Contains(
            "/ocid1.user/",
            profile.Credentials.Current(DateTimeOffset.UtcNow).KeyId,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("user=ocid1.user\n[DEFAULT]\n", "config:1: a value before the first profile")]
    [InlineData("[DEFAULT]\nMIIEsecret\n", "config:2: neither `[PROFILE]` nor `key = value`")]
    [InlineData("[DEFAULT]\n[DEFAULT]\n", "config:2: the profile [DEFAULT] is there twice; the first is at line 1")]
    [InlineData("[A]\n[B]\n", "config: there is no profile [DEFAULT]; there are A, B")]
    [InlineData("", "config: there is no profile [DEFAULT]; there are none")]
    [InlineData(
        "\n[DEFAULT]\nuser=u\nregion=phx\n",
        "config:2: the profile [DEFAULT] has no `fingerprint`, `tenancy`, `key_file`"
    )]
    [InlineData(
        "[DEFAULT]\nuser=u\ntenancy=t\nfingerprint=aa:bb\nkey_file=~/.oci/key.pem\n",
        "config:4: `fingerprint` is not sixteen pairs"
    )]
    [InlineData(
        "[DEFAULT]\nuser=u\ntenancy=t\nfingerprint=" + Fingerprint + "\nkey_file=~/.oci/none.pem\n",
        "config:5: `key_file`: the file HOME/.oci/none.pem cannot be read: it does not exist"
    )]
    [InlineData(
        "[DEFAULT]\nuser=u\ntenancy=t\nfingerprint=" + Fingerprint + "\nkey_file=~/.oci/locked.pem\n",
        "is encrypted and there is no passphrase"
    )]
    [InlineData("[DEFAULT]\nsecurity_token_file=~/.oci/token\n", "config:1: the profile [DEFAULT] has no `key_file`")]
    [InlineData(
        "[DEFAULT]\nsecurity_token_file=~/.oci/key.pem\nkey_file=~/.oci/key.pem\n",
        "config:2: `security_token_file`: the file HOME/.oci/key.pem is not a JSON Web Token"
    )]
    public void What_is_wrong_is_said_with_file_and_line(string text, string expected)
    {
        File.WriteAllText(ConfigPath, text);

        Assert.False(OciConfigProfile.TryRead(Settings("DEFAULT"), out _, out string? problem));

        Assert.Contains(expected.Replace("HOME", home, StringComparison.Ordinal), problem, StringComparison.Ordinal);
        Assert.StartsWith(ConfigPath, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("MIIE", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        Assert.False(OciConfigProfile.TryRead(Settings("DEFAULT"), out _, out string? problem));
        Assert.StartsWith(ConfigPath + ": the OCI config file does not exist", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_region_is_said_with_file_and_line()
    {
        File.WriteAllText(ConfigPath, Config.Replace("region=us-phoenix-1", "", StringComparison.Ordinal));
        OciClientSettings settings = Settings("DEFAULT") with { Authentication = OciAuthentication.ConfigFile };

        Assert.False(OciClients.TryCreate(settings, out _, out string? problem));
        Assert.StartsWith(
            ConfigPath + ":2: `region` of the profile [DEFAULT] is not set",
            problem,
            StringComparison.Ordinal
        );
        Assert.True(OciClients.TryCreate(settings with { Region = "phx" }, out OciClients? clients, out _));
        clients.Dispose();
    }

    public void Dispose() => Directory.Delete(home, recursive: true);

    private static string Config =>
        $"""
            # the usual comment
            [DEFAULT]
            user = ocid1.user
            fingerprint={Fingerprint}
            tenancy=ocid1.tenancy
            region=us-phoenix-1
            key_file=~/.oci/key.pem

            ; another one
            [OTHER]
            user=ocid1.other
            region=uk-london-1

            [LOCKED]
            key_file=~/.oci/locked.pem
            pass_phrase={TestKeys.Passphrase}

            [SESSION]
            key_file=~/.oci/key.pem
            security_token_file=~/.oci/token
            region=us-ashburn-1
            """;

    private OciConfigProfile Read(string name)
    {
        File.WriteAllText(ConfigPath, Config);
        Assert.True(
            OciConfigProfile.TryRead(Settings(name), out OciConfigProfile? profile, out string? problem),
            problem
        );
        return profile;
    }

    private OciClientSettings Settings(string name) =>
        new()
        {
            Environment = new Dictionary<string, string> { ["HOME"] = home },
            Profile = name,
        };
}
