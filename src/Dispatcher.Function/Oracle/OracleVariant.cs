using System.Diagnostics.CodeAnalysis;
using Dispatcher.Function.Hosting;
using Dispatcher.Oci;
using Dispatcher.Oci.Clients;
using Dispatcher.Oracle;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Logging;

namespace Dispatcher.Function.Oracle;

/// <summary>Oracle's packages: the OCI SDK and the Fn FDK. In the build with <c>OraclePackages=true</c>.</summary>
internal static class OracleVariant
{
    /// <summary>What the variant is called in logs and documents.</summary>
    public const string Name = "oracle";

    /// <summary>Makes the clients of both services.</summary>
    public static bool TryConnect(
        OciClientSettings settings,
        [NotNullWhen(true)] out OciClients? clients,
        [NotNullWhen(false)] out string? problem
    ) => OracleClients.TryCreate(settings, out clients, out problem);

    /// <summary>Serves until the process is told to stop.</summary>
    /// <returns>The process's exit code.</returns>
    public static Task<int> RunAsync(IInvocationHandler handler, FnListener listener, JsonLog log)
    {
        // The FDK reads its listener from the environment itself; that the variables are right is known already.
        return Task.FromResult(FdkHost.Run(handler, listener, log));
    }
}
