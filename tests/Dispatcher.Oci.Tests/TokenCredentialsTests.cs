using Dispatcher.Contract;
using Dispatcher.Oci.Identities;
using Dispatcher.Oci.Signing;

namespace Dispatcher.Oci.Tests;

public sealed class TokenCredentialsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2024, 5, 1, 10, 0, 0, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("rp-").FullName;

    [Fact]
    public void Files_are_read_on_first_use_and_trimmed()
    {
        TokenCredentials credentials = FromFiles();
        string token = TestKeys.Token(Now.AddHours(1));
        Write(token + "\n", TestKeys.Pem(TestKeys.First) + "\n");

        SigningCredential credential = credentials.Current(Now);

        Assert.Equal("ST$" + token, credential.KeyId);
        Assert.Equal(Now.AddHours(1), credential.Expires);
    }

    [Theory]
    [InlineData(3600, 0, false)]
    [InlineData(3600, 3539, false)]
    [InlineData(3600, 3540, true)]
    [InlineData(3600, 7200, true)]
    public void Files_are_read_again_when_the_token_is_about_to_end(int lifetime, int later, bool readAgain)
    {
        TokenCredentials credentials = FromFiles();
        Write(TestKeys.Token(Now.AddSeconds(lifetime), "old"), TestKeys.Pem(TestKeys.First));
        SigningCredential old = credentials.Current(Now);
        Write(TestKeys.Token(Now.AddHours(9), "new"), TestKeys.Pem(TestKeys.Second));

        Assert.Equal(readAgain, credentials.Current(Now.AddSeconds(later)) != old);
    }

    [Fact]
    public void A_token_that_nobody_has_renewed_yet_goes_on_being_used()
    {
        TokenCredentials credentials = FromFiles();
        Write(TestKeys.Token(Now.AddHours(1)), TestKeys.Pem(TestKeys.First));
        SigningCredential first = credentials.Current(Now);

        Assert.Same(first, credentials.Current(Now.AddHours(2)));
    }

    [Fact]
    public void A_file_that_is_away_for_a_moment_does_no_harm_while_the_token_holds()
    {
        TokenCredentials credentials = FromFiles();
        Write(TestKeys.Token(Now.AddHours(1)), TestKeys.Pem(TestKeys.First));
        SigningCredential first = credentials.Current(Now);
        File.Delete(Path.Combine(folder, "rpst"));

        Assert.Same(first, credentials.Current(Now.AddHours(1).AddSeconds(-1)));
        var failure = Assert.Throws<CredentialException>(() => credentials.Current(Now.AddHours(1)));
        Assert.Contains("RPST: the file " + folder, failure.Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_refusal_token_and_key_are_read_again_once_for_all_who_were_refused()
    {
        TokenCredentials credentials = FromFiles();
        Write(TestKeys.Token(Now.AddHours(1), "old"), TestKeys.Pem(TestKeys.First));
        SigningCredential refused = credentials.Current(Now);
        string token = TestKeys.Token(Now.AddHours(1), "new");
        Write(token, TestKeys.Pem(TestKeys.Second));

        SigningCredential renewed = credentials.Renew(refused);

        Assert.Equal("ST$" + token, renewed.KeyId);
        Assert.Same(renewed, credentials.Renew(refused));
        Assert.Same(renewed, credentials.Current(Now));
    }

    [Fact]
    public void Inline_values_never_change()
    {
        var credentials = new TokenCredentials(
            Material.FromVariable("RPST", TestKeys.Token(Now.AddHours(1))),
            Material.FromVariable("PEM", TestKeys.EncryptedPem(TestKeys.First)),
            Material.FromVariable("PASSPHRASE", TestKeys.Passphrase)
        );

        Assert.False(credentials.CanRenew);
        Assert.Same(credentials.Current(Now), credentials.Current(Now.AddYears(1)));
    }

    [Theory]
    [InlineData("not.a-token", "is not a JSON Web Token")]
    [InlineData("a.b.c d", "is not a JSON Web Token")]
    [InlineData(" \n", "is empty")]
    public void What_is_no_token_is_said_without_showing_it(string content, string expected)
    {
        TokenCredentials credentials = FromFiles();
        Write(content, TestKeys.Pem(TestKeys.First));

        var failure = Assert.Throws<CredentialException>(() => credentials.Current(Now));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("RPST: the file ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a-token", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fifo", "it is a FIFO")]
    [InlineData("link to a device", "it is a device")]
    [InlineData("huge", "it has more than the 262,144 bytes that are read")]
    public void What_comes_in_the_place_of_a_token_file_is_read_up_to_a_bound_and_nothing_waits_for_it(
        string kind,
        string reason
    )
    {
        if (OperatingSystem.IsWindows())
            return;
        TokenCredentials credentials = FromFiles();
        Write(TestKeys.Token(Now.AddHours(1)), TestKeys.Pem(TestKeys.First));
        SigningCredential first = credentials.Current(Now);
        string file = Path.Combine(folder, "rpst");
        File.Delete(file);
        Make(kind, file);

        Assert.Same(first, credentials.Current(Now.AddHours(1).AddSeconds(-1)));
        foreach (
            Func<object> read in (Func<object>[])
                [() => credentials.Current(Now.AddHours(1)), () => credentials.Renew(first)]
        )
            Assert.Equal(
                $"RPST: the file {file} cannot be read: {reason}",
                Assert.Throws<CredentialException>(read).Message.Split(';')[0]
            );

        File.Delete(file);
        Write(TestKeys.Token(Now.AddHours(2)), TestKeys.Pem(TestKeys.Second));
        Assert.Equal(Now.AddHours(2), credentials.Current(Now.AddHours(1)).Expires);
    }

    [Theory]
    [InlineData("""{"exp":1714557600}""", 1714557600L)]
    [InlineData("""{"exp":1714557600.75}""", 1714557600L)]
    [InlineData("""{"exp":"1714557600"}""", null)]
    [InlineData("""{"exp":1e300}""", null)]
    [InlineData("""{}""", null)]
    [InlineData("""[]""", null)]
    [InlineData("""nothing""", null)]
    public void The_end_of_a_token_is_its_exp_claim(string claims, long? expected)
    {
        string part = Convert
            .ToBase64String(System.Text.Encoding.UTF8.GetBytes(claims))
            .TrimEnd('=')
            .Replace('+', '-')
            .Replace('/', '_');

        Assert.Equal(expected, SecurityToken.Expires($"e30.{part}.sig")?.ToUnixTimeSeconds());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private TokenCredentials FromFiles() =>
        new(
            Material.FromVariable("RPST", Path.Combine(folder, "rpst")),
            Material.FromVariable("PEM", Path.Combine(folder, "pem")),
            null
        );

    private static void Make(string kind, string file)
    {
        switch (kind)
        {
            case "fifo":
                using (var made = System.Diagnostics.Process.Start("mkfifo", [file]))
                    made.WaitForExit();
                break;
            case "link to a device":
                File.CreateSymbolicLink(file, "/dev/zero");
                break;
            case "huge":
                using (FileStream sparse = File.Create(file))
                    sparse.SetLength(1L << 40);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }

    private void Write(string token, string key)
    {
        File.WriteAllText(Path.Combine(folder, "rpst"), token);
        File.WriteAllText(Path.Combine(folder, "pem"), key);
    }
}
