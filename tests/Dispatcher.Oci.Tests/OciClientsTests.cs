using Dispatcher.Oci.Clients;

namespace Dispatcher.Oci.Tests;

public sealed class OciClientsTests
{
    [Theory]
    [InlineData(
        "uk-london-1",
        null,
        null,
        "https://dataintegration.uk-london-1.oci.oraclecloud.com/",
        "https://objectstorage.uk-london-1.oraclecloud.com/"
    )]
    [InlineData(
        "uk-london-1",
        "http://127.0.0.1:8080",
        null,
        "http://127.0.0.1:8080/",
        "https://objectstorage.uk-london-1.oraclecloud.com/"
    )]
    [InlineData(
        "uk-london-1",
        null,
        "https://private.example/",
        "https://dataintegration.uk-london-1.oci.oraclecloud.com/",
        "https://private.example/"
    )]
    [InlineData(null, "http://[::1]:1", "http://localhost:2", "http://[::1]:1/", "http://localhost:2/")]
    public void Endpoints_are_the_regions_or_the_overrides(
        string? region,
        string? dataIntegration,
        string? objectStorage,
        string first,
        string second
    )
    {
        using OciClients clients = Create(Environment(region), dataIntegration, objectStorage);

        Assert.Equal(first, clients.DataIntegrationEndpoint.AbsoluteUri);
        Assert.Equal(second, clients.ObjectStorageEndpoint.AbsoluteUri);
    }

    [Theory]
    [InlineData("127.0.0.1:8080")]
    [InlineData("ftp://h")]
    [InlineData("http://h")] // a signed request in clear
    [InlineData("http://127.0.0.1.evil.example")]
    [InlineData("http://127.0.0.1@evil.example")]
    [InlineData("https://h/path")]
    [InlineData("https://h/?q")]
    [InlineData("https://user:secret@h")]
    [InlineData("https://")]
    public void An_override_is_scheme_host_and_port_only(string value)
    {
        string problem = Problem(Environment("uk-london-1"), value, null);

        Assert.StartsWith("DISPATCHER_DATA_INTEGRATION_ENDPOINT is", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
        Assert.StartsWith(
            "DISPATCHER_OBJECT_STORAGE_ENDPOINT is",
            Problem(Environment("uk-london-1"), null, value),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(null, "OCI_RESOURCE_PRINCIPAL_REGION is not set")]
    [InlineData("evil.example/", "OCI_RESOURCE_PRINCIPAL_REGION is `evil.example/`")]
    public void A_region_is_needed_where_an_override_is_missing(string? region, string expected) =>
        Assert.StartsWith(expected, Problem(Environment(region), "https://h", null), StringComparison.Ordinal);

    [Theory]
    [InlineData("OCI_RESOURCE_PRINCIPAL_VERSION", null, "OCI_RESOURCE_PRINCIPAL_VERSION is not set")]
    [InlineData("OCI_RESOURCE_PRINCIPAL_VERSION", "1.1", "OCI_RESOURCE_PRINCIPAL_VERSION is `1.1`; only 2.2")]
    [InlineData("OCI_RESOURCE_PRINCIPAL_RPST", null, "OCI_RESOURCE_PRINCIPAL_RPST is not set")]
    [InlineData("OCI_RESOURCE_PRINCIPAL_RPST", "", "OCI_RESOURCE_PRINCIPAL_RPST is not set")]
    [InlineData("OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM", null, "OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM is not set")]
    [InlineData("OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM_PASSPHRASE", "/a/file", "must both be files or both be values")]
    public void A_missing_or_wrong_variable_is_named(string variable, string? value, string expected)
    {
        Dictionary<string, string> environment = Environment("uk-london-1");
        environment.Remove(variable);
        if (value is not null)
            environment[variable] = value;

        Assert.Contains(expected, Problem(environment, null, null), StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Environment(string? region)
    {
        Dictionary<string, string> environment = ClientsUnderTest.Inline;
        if (region is not null)
            environment["OCI_RESOURCE_PRINCIPAL_REGION"] = region;
        return environment;
    }

    private static OciClients Create(
        Dictionary<string, string> environment,
        string? dataIntegration,
        string? objectStorage
    )
    {
        var settings = new OciClientSettings
        {
            Environment = environment,
            DataIntegrationEndpoint = dataIntegration,
            ObjectStorageEndpoint = objectStorage,
        };
        Assert.True(OciClients.TryCreate(settings, out OciClients? clients, out string? problem), problem);
        return clients;
    }

    private static string Problem(
        Dictionary<string, string> environment,
        string? dataIntegration,
        string? objectStorage
    )
    {
        var settings = new OciClientSettings
        {
            Environment = environment,
            DataIntegrationEndpoint = dataIntegration,
            ObjectStorageEndpoint = objectStorage,
        };
        Assert.False(OciClients.TryCreate(settings, out _, out string? problem));
        return problem;
    }
}
