using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests;

public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("workspace_id", true)]
    [InlineData("region", true)]
    [InlineData("OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM", false)]
    [InlineData("oci_lower", true)]
    [InlineData("dispatcher_mode", true)]
    [InlineData("language", true)]
    [InlineData("LANGUAGE", false)]
    [InlineData("username", true)]
    [InlineData("temp", true)]
    [InlineData("path", true)]
    [InlineData("FN_LISTENER", false)]
    [InlineData("DOTNET_gcServer", false)]
    [InlineData("ASPNETCORE_URLS", false)]
    [InlineData("DISPATCHER_ROUTES", false)]
    [InlineData("PATH", false)]
    [InlineData("HOME", false)]
    [InlineData("HOSTNAME", false)]
    [InlineData("", false)]
    public void Templates_see_configuration_and_nothing_of_the_platform(string key, bool visible) =>
        Assert.Equal(visible ? "v" : null, Given.Config((key, "v")).Find(key));

    [Theory]
    [InlineData("AWS_SECRET_ACCESS_KEY", true)]
    [InlineData("AWS_REGION", true)]
    [InlineData("GITHUB_TOKEN", true)]
    [InlineData("DB_PASSWORD", true)]
    [InlineData("MY_SECRETS", true)]
    [InlineData("SIGNING_PRIVATE_KEY_PEM", true)]
    [InlineData("db_password", false)]
    [InlineData("NOT_AWS_REGION", false)]
    [InlineData("PASSWD", false)]
    public void What_looks_like_a_secret_is_hidden_unless_it_is_listed(string key, bool secret)
    {
        Configuration unlisted = Given.Config((key, "v")),
            listed = Given.Config((key, "v"), ("DISPATCHER_CONFIG_KEYS", $"OTHER, {key} ,"));

        Assert.Equal(secret ? null : "v", unlisted.Find(key));
        Assert.Equal(secret ? [key] : [], unlisted.Hidden.ToArray());
        Assert.Equal(secret, unlisted.ReasonHidden(key) is not null);
        Assert.Equal("v", listed.Find(key));
        Assert.Empty(listed.Hidden);
    }

    [Fact]
    public void What_a_test_writes_down_is_no_secret() =>
        Assert.Equal("v", Configuration.OfTest([new("DB_PASSWORD", "v")]).Find("DB_PASSWORD"));
}
