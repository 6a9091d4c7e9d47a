using System.Buffers.Text;
using System.Text.Json;
using Dispatcher.Emulator.Identity;

namespace Dispatcher.Emulator.Tests;

public sealed class CredentialsTests
{
    [Fact]
    public async Task A_revoked_token_is_refused_until_it_is_renewed()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        Assert.Equal(200, (await tenancy.SendAsync("GET", "/n")).Status);

        tenancy.Emulator.Credentials.Expire();
        Reply refused = await tenancy.SendAsync("GET", "/n");
        Assert.Equal((401, "NotAuthenticated"), (refused.Status, refused.Code));

        tenancy.Emulator.Credentials.Renew();
        Assert.Equal(401, (await tenancy.SendAsync("GET", "/n")).Status);
        tenancy.Signer = Signer.FromFiles(tenancy.Principal.TokenFile, tenancy.Principal.KeyFile);
        Assert.Equal(200, (await tenancy.SendAsync("GET", "/n")).Status);
    }

    [Fact]
    public async Task A_token_ends_when_it_says()
    {
        var time = ManualTime.FromNow();
        await using Tenancy tenancy = await Tenancy.StartAsync(
            new() { Time = time, TokenLifetime = TimeSpan.FromMinutes(15) }
        );
        long expires = Claims(tenancy.Principal.TokenFile).GetProperty("exp").GetInt64();

        time.Advance(DateTimeOffset.FromUnixTimeSeconds(expires - 1) - time.GetUtcNow());
        Assert.Equal(200, await StatusAt(tenancy, time));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, await StatusAt(tenancy, time));
    }

    [Fact]
    public async Task Tokens_are_renewed_after_half_their_life_where_that_is_wanted()
    {
        var time = ManualTime.FromNow();
        await using Tenancy tenancy = await Tenancy.StartAsync(
            new()
            {
                Time = time,
                TokenLifetime = TimeSpan.FromMinutes(20),
                RenewTokens = true,
            }
        );
        string first = await File.ReadAllTextAsync(tenancy.Principal.TokenFile);
        for (int n = 0; n < 10; n++)
            time.Advance(TimeSpan.FromMinutes(9));

        Assert.NotEqual(first, await File.ReadAllTextAsync(tenancy.Principal.TokenFile));
        tenancy.Signer = Signer.FromFiles(tenancy.Principal.TokenFile, tenancy.Principal.KeyFile);
        Assert.Equal(200, await StatusAt(tenancy, time));
    }

    [Fact]
    public async Task A_token_of_another_emulator_is_refused()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        await using Tenancy other = await Tenancy.StartAsync();
        tenancy.Signer = other.Signer;
        Assert.Equal(401, (await tenancy.SendAsync("GET", "/n")).Status);
    }

    [Fact]
    public async Task A_changed_token_is_refused()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        string[] parts = (await File.ReadAllTextAsync(tenancy.Principal.TokenFile)).Split('.');
        string later = Base64Url.EncodeToString(
            JsonSerializer.SerializeToUtf8Bytes(new { exp = 99999999999L, sub = "me" })
        );
        tenancy.Signer = new($"ST${parts[0]}.{later}.{parts[2]}", Signer.Key(tenancy.Principal.KeyFile));
        Assert.Equal(401, (await tenancy.SendAsync("GET", "/n")).Status);
    }

    [Fact]
    public async Task A_resource_principal_is_files_as_OCI_Functions_writes_them()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync(new() { Region = "eu-frankfurt-1" });
        ResourcePrincipal principal = tenancy.Principal;

        Assert.Equal(
            [
                ("OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM", principal.KeyFile),
                ("OCI_RESOURCE_PRINCIPAL_REGION", "eu-frankfurt-1"),
                ("OCI_RESOURCE_PRINCIPAL_RPST", principal.TokenFile),
                ("OCI_RESOURCE_PRINCIPAL_VERSION", "2.2"),
            ],
            principal
                .Environment.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => (pair.Key, pair.Value))
        );
        Assert.True(Path.IsPathRooted(principal.KeyFile) && Path.IsPathRooted(principal.TokenFile));
        string token = await File.ReadAllTextAsync(principal.TokenFile);
        Assert.Equal(token, token.Trim());
        Assert.Equal(3, token.Split('.').Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(principal.KeyFile));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(principal.TokenFile));
        }
    }

    [Fact]
    public async Task An_API_key_and_a_session_of_one_config_file_are_both_believed()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        string folder = Path.Combine(tenancy.Folder, "oci");
        ConfigProfile key = tenancy.Emulator.Credentials.CreateApiKey(folder);
        ConfigProfile session = tenancy.Emulator.Credentials.CreateSession(folder, "SESSION");

        string config = await File.ReadAllTextAsync(key.ConfigFile);
        Assert.Equal(key.ConfigFile, session.ConfigFile);
        Assert.Matches(
            """\A\[DEFAULT\]\nuser=\S+\nfingerprint=([0-9a-f]{2}:){15}[0-9a-f]{2}\ntenancy=\S+\nregion=\S+\nkey_file=/\S+\n\[SESSION\]\nfingerprint=([0-9a-f]{2}:){15}[0-9a-f]{2}\n""",
            config
        );
        Assert.Contains($"security_token_file={session.TokenFile}\n", config, StringComparison.Ordinal);

        tenancy.Signer = new(key.KeyId!, Signer.Key(key.KeyFile));
        Assert.Equal(200, (await tenancy.SendAsync("GET", "/n")).Status);
        Assert.Equal(key.KeyId, tenancy.Emulator.Requests[^1].KeyId);
        tenancy.Signer = Signer.FromFiles(session.TokenFile!, session.KeyFile);
        Assert.Equal(200, (await tenancy.SendAsync("GET", "/n")).Status);

        tenancy.Signer = new(key.KeyId!, Signer.Key(session.KeyFile));
        Assert.Equal(401, (await tenancy.SendAsync("GET", "/n")).Status);
    }

    [Fact]
    public async Task A_local_start_gives_all_that_a_function_needs()
    {
        string folder = Directory.CreateTempSubdirectory("emulator-").FullName;
        await using (LocalEmulator local = await OciEmulator.StartLocalAsync(folder))
        {
            Assert.Equal(6, local.FunctionEnvironment.Count);
            Assert.Equal(
                local.Emulator.ObjectStorageEndpoint,
                new Uri(local.FunctionEnvironment["DISPATCHER_OBJECT_STORAGE_ENDPOINT"])
            );
            Assert.Equal(
                local.Emulator.DataIntegrationEndpoint,
                new Uri(local.FunctionEnvironment["DISPATCHER_DATA_INTEGRATION_ENDPOINT"])
            );
            Assert.All(
                new[] { local.Emulator.ObjectStorageEndpoint, local.Emulator.DataIntegrationEndpoint },
                endpoint => Assert.True(endpoint.IsLoopback)
            );
            Assert.True(File.Exists(local.Profile.ConfigFile));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<int> StatusAt(Tenancy tenancy, ManualTime time)
    {
        HttpRequestMessage request = tenancy.Request("GET", "/n");
        tenancy.Signer.With(date: time.GetUtcNow()).Sign(request, null);
        return (await tenancy.SendAsync(request)).Status;
    }

    private static JsonElement Claims(string tokenFile) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(File.ReadAllText(tokenFile).Split('.')[1])).RootElement;
}
