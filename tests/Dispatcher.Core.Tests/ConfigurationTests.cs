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
}
