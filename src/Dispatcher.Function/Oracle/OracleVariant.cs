using System.Diagnostics.CodeAnalysis;
using Dispatcher.Function.Hosting;
using Dispatcher.Oci;
using Dispatcher.Oci.Clients;
using Dispatcher.Oracle;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Logging;

namespace Dispatcher.Function.Oracle;

/// <summary>The variant with Oracle's packages: the OCI SDK and the Fn FDK. Used when
/// <c>OraclePackages=true</c>.</summary>
internal static class OracleVariant
{
    /// <summary>The variant's name in logs and documents.</summary>
    public const string Name = "oracle";

    /// <summary>Makes the clients of both services.</summary>
    public static bool TryConnect(
        OciClientSettings settings,
        [NotNullWhen(true)] out OciClients? clients,
        [NotNullWhen(false)] out string? problem
    ) => OracleClients.TryCreate(settings, out clients, out problem);

    /// <summary>Serves until the process is stopped by a signal.</summary>
    /// <returns>The process's exit code.</returns>
    public static Task<int> RunAsync(IInvocationHandler handler, FnListener listener, JsonLog log)
    {
        // The FDK reads its listener from the environment itself. The variables are already checked.
        return Task.FromResult(FdkHost.Run(handler, listener, log));
    }
}
