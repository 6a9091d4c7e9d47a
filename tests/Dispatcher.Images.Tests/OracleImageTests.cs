using System.Runtime.InteropServices;

namespace Dispatcher.Images.Tests;

/// <summary>The OCI SDK and the Fn FDK. In the build with <c>OraclePackages=true</c> only.</summary>
public sealed class OracleImageTests : ImageContract
{
    protected override string Target => "oracle";

    // The runtime that the base image brings is this machine's; the port is what the base image sets, and nothing listens there.
    protected override (string Name, string Value)[] OfBaseImage =>
    [
        ("DOTNET_ROOT", Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."))),
        ("DOTNET_RUNNING_IN_CONTAINER", "true"),
        ("ASPNETCORE_HTTP_PORTS", "8080"),
    ];

    protected override bool Belongs(string name) =>
        name is "dispatcher-function" or "dispatcher-function.deps.json" or "dispatcher-function.runtimeconfig.json" or "libMonoPosixHelper.so"
        || (!name.Contains('/', StringComparison.Ordinal) && name.EndsWith(".dll", StringComparison.Ordinal));
}
