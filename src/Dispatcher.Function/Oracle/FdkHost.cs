using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Dispatcher.Function.Hosting;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Logging;
using Fnproject.Fn.Fdk;

namespace Dispatcher.Function.Oracle;

/// <summary>Runs the Fn FDK's host.</summary>
internal static class FdkHost
{
    // The FDK has no hook for configuration, but the generic host inside it reads the environment.
    private static readonly (string Name, string Value)[] GenericHost =
    [
        // Failures are in the dispatcher's own log already: a failed call, which the FDK sees as an exception, and a
        // failed start.
        ("Logging__Console__LogLevel__Microsoft.AspNetCore.Server.Kestrel", "None"),
        ("Logging__Console__LogLevel__Microsoft.Extensions.Hosting.Internal.Host", "None"),
        ("Logging__Console__LogLevel__" + FdkStart.Category, "None"),
        ("Logging__Console__LogLevel__Default", "Warning"),
        ("Logging__Console__FormatterName", "json"), // One JSON object per line.
        ("DOTNET_hostBuilder__reloadConfigOnChange", "false"), // No file watchers: the files of an image do not change.
        ("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", typeof(FdkCalls).Assembly.GetName().Name!),
    ];

    /// <summary>Serves until SIGTERM or until the socket is removed. Running calls finish.</summary>
    /// <returns>The process's exit code.</returns>
    // The FDK searches for the function in the assembly that calls it, so this method must not be inlined.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Run(IInvocationHandler handler, FnListener listener, JsonLog log)
    {
        foreach ((string name, string value) in GenericHost)
            Environment.SetEnvironmentVariable(name, value);
        // The FDK and the generic host inside it write to these streams, and these writes must not block either.
        using var output = new QueuedStream(StandardStreams.Output());
        Console.SetOut(new StreamWriter(output) { AutoFlush = true });
        Console.SetError(new StreamWriter(log.Output) { AutoFlush = true });
        FdkFunction.Use(handler, log);
        FdkCalls.Log = log;
        FdkCalls.Listener = listener;
        try
        {
            new PublishedSocket(listener.SocketPath).RemoveStale();
            Fdk.Handle($"{typeof(FdkFunction).Namespace}:{nameof(FdkFunction)}:{nameof(FdkFunction.HandleAsync)}");
            return FdkStart.HasFailed ? FnHost.WrongUsage : FnHost.Stopped;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SocketException)
        {
            HostLines.NoSocket(log, listener, failure);
            return FnHost.WrongUsage;
        }
    }
}
