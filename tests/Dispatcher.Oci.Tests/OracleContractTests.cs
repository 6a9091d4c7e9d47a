using Dispatcher.Contract;
using Dispatcher.Oci.Clients;
using Dispatcher.Oracle;

namespace Dispatcher.Oci.Tests;

/// <summary>Oracle's SDK under the contract of the ports. In the build with <c>OraclePackages=true</c> only.</summary>
internal static class OracleSdk
{
    private static readonly Lock Variables = new();

    public static PortsUnderTest Connect(PortsTarget target)
    {
        var settings = new OciClientSettings
        {
            Environment = target.Environment,
            DataIntegrationEndpoint = target.Address,
            ObjectStorageEndpoint = target.Address,
            AttemptTimeout = target.AttemptTimeout,
        };
        // The SDK reads the variables of the process, when its provider is made.
        lock (Variables)
        {
            foreach ((string name, string value) in target.Environment)
                Environment.SetEnvironmentVariable(name, value);
            Assert.True(OracleClients.TryCreate(settings, out OciClients? clients, out string? problem), problem);
            return new(clients);
        }
    }
}

public sealed class SdkTaskRunsTests : TaskRunsContract
{
    protected override PortsUnderTest Connect(PortsTarget target) => OracleSdk.Connect(target);
}

public sealed class SdkObjectStoreTests : ObjectStoreContract
{
    protected override PortsUnderTest Connect(PortsTarget target) => OracleSdk.Connect(target);
}

public sealed class SdkWireTests : WireContract
{
    protected override PortsUnderTest Connect(PortsTarget target) => OracleSdk.Connect(target);
}

public sealed class SdkPublishedTasksTests : PublishedTasksContract
{
    protected override PortsUnderTest Connect(PortsTarget target) => OracleSdk.Connect(target);
}
