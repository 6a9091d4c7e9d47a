using Dispatcher.Oci.Addresses;

namespace Dispatcher.Oci.Tests;

public sealed class RegionsTests
{
    private const string Metadata =
        """{"realmKey":"oc77","realmDomainComponent":"example77.com","regionKey":"NEW","regionIdentifier":"xx-new-1"}""";

    [Theory]
    [InlineData("us-phoenix-1", "us-phoenix-1", "oraclecloud.com")]
    [InlineData("phx", "us-phoenix-1", "oraclecloud.com")]
    [InlineData(" IAD ", "us-ashburn-1", "oraclecloud.com")]
    [InlineData("us-langley-1", "us-langley-1", "oraclegovcloud.com")]
    [InlineData("us-gov-ashburn-1", "us-gov-ashburn-1", "oraclegovcloud.com")]
    [InlineData("uk-gov-london-1", "uk-gov-london-1", "oraclegovcloud.uk")]
    [InlineData("ap-chiyoda-1", "ap-chiyoda-1", "oraclecloud8.com")]
    [InlineData("eu-frankfurt-2", "eu-frankfurt-2", "oraclecloud.eu")]
    [InlineData("ap-suwon-1", "ap-suwon-1", "oraclecloud35.com")]
    [InlineData("us-newark-1", "us-newark-1", "oraclecloud42.com")]
    [InlineData("us-ashburn-2", "us-ashburn-2", "oraclecloud42.com")]
    [InlineData("eu-budapest-1", "eu-budapest-1", "oraclecloud51.com")]
    [InlineData("hnw", "sa-riodejaneiro-1", "oraclecloud52.com")]
    [InlineData("me-ibri-1", "me-ibri-1", "oraclecloud9.com")]
    [InlineData("ap-delhi-1", "ap-delhi-1", "oraclecloud.com")]
    [InlineData("xx-unheard-9", "xx-unheard-9", "oraclecloud.com")]
    public void A_region_is_known_by_identifier_or_key_and_lies_in_its_realm(string given, string id, string domain) =>
        Assert.Equal(new Region(id, domain), Regions.Find(given, new Dictionary<string, string>()));

    [Theory]
    [InlineData("xx-new-1", Metadata, null, "xx-new-1", "example77.com")]
    [InlineData("new", Metadata, null, "xx-new-1", "example77.com")]
    [InlineData("xx-other-1", Metadata, null, "xx-other-1", "oraclecloud.com")]
    [InlineData(
        "us-phoenix-1",
        """{"realmDomainComponent":"evil.example","regionKey":"PHX","regionIdentifier":"us-phoenix-1"}""",
        null,
        "us-phoenix-1",
        "oraclecloud.com"
    )]
    [InlineData("xx-new-1", "not JSON", null, "xx-new-1", "oraclecloud.com")]
    [InlineData("xx-new-1", "[]", "oc8", "xx-new-1", "oraclecloud8.com")]
    [InlineData("xx-new-1", null, "oc19", "xx-new-1", "oraclecloud.eu")]
    [InlineData("xx-new-1", null, "realm.example", "xx-new-1", "realm.example")]
    public void An_unknown_region_is_looked_up_in_the_environment(
        string given,
        string? metadata,
        string? realm,
        string id,
        string domain
    )
    {
        var environment = new Dictionary<string, string>();
        if (metadata is not null)
            environment["OCI_REGION_METADATA"] = metadata;
        if (realm is not null)
            environment["OCI_DEFAULT_REALM"] = realm;

        Assert.Equal(new Region(id, domain), Regions.Find(given, environment));
    }
}
