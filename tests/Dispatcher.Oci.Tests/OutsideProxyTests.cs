using System.Net;
using Dispatcher.Oci.Wire;

namespace Dispatcher.Oci.Tests;

public sealed class OutsideProxyTests
{
    [Theory]
    [InlineData("https://dataintegration.us-phoenix-1.oci.oraclecloud.com/20200430", true)]
    [InlineData("https://private.example/", false)] // as NO_PROXY says
    [InlineData("http://127.0.0.1:8080/", false)]
    [InlineData("http://localhost:8080/", false)]
    [InlineData("http://[::1]/", false)]
    [InlineData("http://169.254.169.254/opc/v2/instance/region", false)]
    public void A_proxy_is_asked_for_what_is_outside(string address, bool asked)
    {
        var proxy = new OutsideProxy(new WebProxy("http://proxy.example:3128", false, [@"private\.example"]));

        Assert.Equal(asked ? new Uri("http://proxy.example:3128") : null, proxy.GetProxy(new Uri(address)));
        Assert.Equal(!asked, proxy.IsBypassed(new Uri(address)));
    }
}
