namespace Dispatcher.Images.Tests;

/// <summary>The OCI SDK and the Fn FDK, with the runtime. In the build with <c>OraclePackages=true</c> only.</summary>
public sealed class OracleImageTests : ImageContract
{
    protected override string Target => "oracle";

    protected override bool Belongs(string name) =>
        name
            is "dispatcher-function"
                or "dispatcher-function.deps.json"
                or "dispatcher-function.runtimeconfig.json"
                or "createdump"
        || (!name.Contains('/', StringComparison.Ordinal) && Path.GetExtension(name) is ".dll" or ".so");
}
