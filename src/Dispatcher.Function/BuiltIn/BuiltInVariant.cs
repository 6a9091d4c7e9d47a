using System.Diagnostics.CodeAnalysis;
using Dispatcher.Function.Hosting;
using Dispatcher.Oci;
using Dispatcher.Oci.Clients;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Logging;

namespace Dispatcher.Function.BuiltIn;

/// <summary>The built-in variant: own client, own host. In the build with <c>OraclePackages=false</c>.</summary>
internal static class BuiltInVariant
{
    /// <summary>What the variant is called in logs and documents.</summary>
    public const string Name = "built-in";

    /// <summary>Makes the clients of both services.</summary>
    public static bool TryConnect(
        OciClientSettings settings,
        [NotNullWhen(true)] out OciClients? clients,
        [NotNullWhen(false)] out string? problem
    ) => OciClients.TryCreate(settings, out clients, out problem);

    /// <summary>Serves until the process is told to stop.</summary>
    /// <returns>The process's exit code.</returns>
    public static Task<int> RunAsync(IInvocationHandler handler, FnListener listener, JsonLog log) =>
        FnHost.RunAsync(handler, listener, new FnHostOptions { Log = log });
}
