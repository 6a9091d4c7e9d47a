using System.Diagnostics.CodeAnalysis;
using Dispatcher.Function.Hosting;
using Dispatcher.Oci;
using Dispatcher.Oci.Clients;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Logging;

namespace Dispatcher.Function.BuiltIn;

/// <summary>The built-in variant: the product's own client and host. Used when <c>OraclePackages=false</c>.</summary>
internal static class BuiltInVariant
{
    /// <summary>The variant's name in logs and documents.</summary>
    public const string Name = "built-in";

    /// <summary>Makes the clients of both services.</summary>
    public static bool TryConnect(
        OciClientSettings settings,
        [NotNullWhen(true)] out OciClients? clients,
        [NotNullWhen(false)] out string? problem
    ) => OciClients.TryCreate(settings, out clients, out problem);

    /// <summary>Serves until the process is stopped by a signal.</summary>
    /// <returns>The process's exit code.</returns>
    public static Task<int> RunAsync(IInvocationHandler handler, FnListener listener, JsonLog log) =>
        FnHost.RunAsync(handler, listener, new FnHostOptions { Log = log });
}
