using Dispatcher.Contract;
using Dispatcher.Oci.Clients;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Oci.Tests;

/// <summary>The clients with a resource principal that the test has at hand, pointed at a scripted service.</summary>
internal static class ClientsUnderTest
{
    public static string Token { get; } = TestKeys.Token(DateTimeOffset.UtcNow.AddHours(1));

    public static OciClients For(ScriptedService service, TimeSpan? attemptTimeout = null) =>
        For(service.Address, Inline, attemptTimeout);

    public static OciClients For(
        string address,
        IReadOnlyDictionary<string, string> environment,
        TimeSpan? attemptTimeout = null,
        TimeProvider? time = null
    )
    {
        var settings = new OciClientSettings
        {
            Environment = environment,
            DataIntegrationEndpoint = address,
            ObjectStorageEndpoint = address,
            AttemptTimeout = attemptTimeout ?? TimeSpan.FromSeconds(30),
            Time = time ?? TimeProvider.System,
        };
        Assert.True(OciClients.TryCreate(settings, out OciClients? clients, out string? problem), problem);
        return clients;
    }

    /// <summary>A resource principal whose parts are values, which are never read again.</summary>
    public static Dictionary<string, string> Inline => Principal(Token, TestKeys.Pem(TestKeys.First));

    public static Dictionary<string, string> Principal(string token, string key) =>
        new()
        {
            ["OCI_RESOURCE_PRINCIPAL_VERSION"] = "2.2",
            ["OCI_RESOURCE_PRINCIPAL_RPST"] = token,
            ["OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM"] = key,
        };

    public static BucketName Bucket { get; } = new("ns", "routes");

    public static TaskRunRequest Request() =>
        new()
        {
            Route = "invoices",
            File = "invoices.yaml",
            Workspace = "ocid1.disworkspace.oc1..ws",
            Application = "app/1",
            TaskKey = "t1",
            Name = "n",
            Identifier = "RD_0",
            RetryToken = new string('a', 64),
            Bindings = [],
            Body = TaskRunBody.Write("n", null, "RD_0", "t1", []),
        };
}
