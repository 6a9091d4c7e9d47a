using Dispatcher.Contract;

namespace Dispatcher.Oci.Tests;

/// <summary>The built-in client under the contract of the ports.</summary>
internal static class BuiltIn
{
    public static PortsUnderTest Connect(PortsTarget target) =>
        new(ClientsUnderTest.For(target.Address, target.Environment, target.AttemptTimeout));
}

public sealed class HttpTaskRunsTests : TaskRunsContract
{
    protected override PortsUnderTest Connect(PortsTarget target) => BuiltIn.Connect(target);
}

public sealed class HttpObjectStoreTests : ObjectStoreContract
{
    protected override PortsUnderTest Connect(PortsTarget target) => BuiltIn.Connect(target);
}

public sealed class HttpWireTests : WireContract
{
    protected override PortsUnderTest Connect(PortsTarget target) => BuiltIn.Connect(target);
}

public sealed class HttpPublishedTasksTests : PublishedTasksContract
{
    protected override PortsUnderTest Connect(PortsTarget target) => BuiltIn.Connect(target);
}
