namespace Dispatcher.Images.Tests;

/// <summary>The OCI SDK and the Fn FDK. In the build with <c>OraclePackages=true</c> only.</summary>
public sealed class OracleImageTests : ImageContract
{
    protected override string Target => "oracle";

    protected override bool Belongs(string name) =>
        name is "dispatcher-function" or "dispatcher-function.deps.json" or "dispatcher-function.runtimeconfig.json" or "libMonoPosixHelper.so"
        || (!name.Contains('/', StringComparison.Ordinal) && name.EndsWith(".dll", StringComparison.Ordinal));
}
