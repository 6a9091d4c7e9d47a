using Dispatcher.Emulator.Faults;
using Dispatcher.Oci;
using Dispatcher.Oci.Clients;
using Dispatcher.Oci.Ports;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>As whom the command asks: every identity that cli-v1 names, against services that verify each
/// signature.</summary>
public sealed class AuthenticationTests
{
    private const string Invoice = "invoices/2022-08-12-documents.jsonlines";
    private static readonly string[] Send =
    [
        "send",
        "--object",
        Invoice,
        "--config-file",
        "samples/local.config",
        "--wait",
    ];

    [Theory]
    [InlineData("api key")]
    [InlineData("session token")]
    [InlineData("resource principal")]
    [InlineData("instance principal")]
    public async Task A_run_is_started_and_followed_with_every_kind_of_identity(string identity)
    {
        await using Cloud cloud = await Cloud.StartAsync();
        cloud.Put("landing-area", Invoice);
        CliResult result = await cloud.RunAsync([.. Send, .. Options(cloud, identity)]);
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains("SUCCESS", result.Out, StringComparison.Ordinal);
        Assert.Single(cloud.Runs);
    }

    [Fact]
    public async Task A_token_that_was_revoked_is_exchanged_anew()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        using OciClients clients = Instance(cloud);
        Assert.Equal("emulated", await NamespaceAsync(clients));
        Assert.Equal("emulated", await NamespaceAsync(clients));
        Assert.Equal(1, cloud.Emulator.RequestCount(Emulator.Model.Operations.ExchangeCertificate));

        cloud.Emulator.Credentials.Expire();

        Assert.Equal("emulated", await NamespaceAsync(clients));
        Assert.Equal(2, cloud.Emulator.RequestCount(Emulator.Model.Operations.ExchangeCertificate));
    }

    [Theory]
    [InlineData(Emulator.Model.Operations.ExchangeCertificate, 401, "refuses the instance's certificate")]
    [InlineData(Emulator.Model.Operations.ExchangeCertificate, 500, "refuses the instance's certificate")]
    [InlineData(Emulator.Model.Operations.GetInstanceMetadata, 404, "answers 404 for identity/cert.pem")]
    public async Task An_exchange_that_fails_says_where_and_why(string operation, int status, string text)
    {
        await using Cloud cloud = await Cloud.StartAsync();
        using OciClients clients = Instance(cloud);
        cloud.Emulator.Faults.Add(operation, Fault.Status(status), times: null);
        ServiceResult<string> result = await clients.Objects.GetNamespaceAsync(CancellationToken.None);
        Assert.Contains(text, result.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Deferred, result.Failure.Kind);
    }

    [Theory]
    [InlineData("send --object a")]
    [InlineData("backfill --bucket landing-area")]
    [InlineData("redrive samples/dead-letters")]
    [InlineData("check")]
    public async Task Without_an_OCI_config_file_the_ways_on_are_named(string line)
    {
        var variables = new Dictionary<string, string> { ["OCI_CONFIG_FILE"] = "/nowhere/config" };
        CliResult result = await TheCommand.RunAsync(
            [.. line.Split(' '), "--config-file", "samples/local.config"],
            TheCommand.Repository,
            variables: variables
        );
        Assert.Equal(2, result.Code);
        Assert.Contains("/nowhere/config: the OCI config file does not exist", result.Error, StringComparison.Ordinal);
        Assert.Contains(
            "`--oci-config FILE` and `--profile NAME` lead to another one. Without a tenancy, `dispatcher "
                + "local` runs these services",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/opc/v2/", "instance principals exist on OCI compute instances only")]
    [InlineData(
        "nonsense",
        "OCI_METADATA_BASE_URL is `nonsense`; write an address such as http://169.254.169.254/opc/v2/"
    )]
    public async Task Off_a_compute_instance_the_way_out_is_named(string metadata, string text)
    {
        var variables = new Dictionary<string, string> { ["OCI_METADATA_BASE_URL"] = metadata };
        CliResult result = await TheCommand.RunAsync(
            [.. Send, "--auth", "instance-principal"],
            TheCommand.Repository,
            variables: variables
        );
        Assert.Equal(2, result.Code);
        Assert.Contains(text, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_instances_region_leads_to_its_services()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        var settings = new OciClientSettings
        {
            Environment = cloud.Emulator.InstanceEnvironment,
            Authentication = OciAuthentication.InstancePrincipal,
        };
        Assert.True(OciClients.TryCreate(settings, out OciClients? clients, out string? problem), problem);
        using (clients)
            Assert.Equal(
                "https://dataintegration.us-phoenix-1.oci.oraclecloud.com/",
                clients.DataIntegrationEndpoint.ToString()
            );
    }

    private static string[] Options(Cloud cloud, string identity)
    {
        switch (identity)
        {
            case "session token":
                Emulator.Identity.ConfigProfile session = cloud.Emulator.Credentials.CreateSession(
                    cloud.Folder,
                    "session"
                );
                return ["--oci-config", session.ConfigFile, "--profile", "session"];
            case "resource principal":
                foreach (
                    (string key, string value) in cloud
                        .Emulator.Credentials.CreateResourcePrincipal(Path.Join(cloud.Folder, "principal"))
                        .Environment
                )
                    cloud.Variables[key] = value;
                return ["--auth", "resource-principal"];
            case "instance principal":
                foreach ((string key, string value) in cloud.Emulator.InstanceEnvironment)
                    cloud.Variables[key] = value;
                return ["--auth", "instance-principal"];
            default:
                return [];
        }
    }

    private static OciClients Instance(Cloud cloud)
    {
        var settings = new OciClientSettings
        {
            Environment = cloud.Emulator.InstanceEnvironment,
            Authentication = OciAuthentication.InstancePrincipal,
            DataIntegrationEndpoint = cloud.Variables["DISPATCHER_DATA_INTEGRATION_ENDPOINT"],
            ObjectStorageEndpoint = cloud.Variables["DISPATCHER_OBJECT_STORAGE_ENDPOINT"],
        };
        Assert.True(OciClients.TryCreate(settings, out OciClients? clients, out string? problem), problem);
        return clients;
    }

    private static async Task<string> NamespaceAsync(OciClients clients)
    {
        ServiceResult<string> result = await clients.Objects.GetNamespaceAsync(CancellationToken.None);
        Assert.True(result.TryGet(out string? name), result.Failure?.Message);
        return name;
    }
}
