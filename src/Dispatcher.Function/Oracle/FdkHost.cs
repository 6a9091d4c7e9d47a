using System.Runtime.CompilerServices;
using Dispatcher.Runtime.Invocations;
using Dispatcher.Runtime.Logging;
using Fnproject.Fn.Fdk;

namespace Dispatcher.Function;

/// <summary>Hands the process to the Fn FDK.</summary>
internal static class FdkHost
{
    // The FDK has no hook for configuration, but the generic host inside it reads the environment.
    private static readonly (string Name, string Value)[] GenericHost =
    [
        // A failed call is told to the FDK by throwing, and Kestrel would log each as an error over many lines, beside our own one.
        ("Logging__Console__LogLevel__Microsoft.AspNetCore.Server.Kestrel", "None"),
        ("Logging__Console__LogLevel__Default", "Warning"),
        ("Logging__Console__FormatterName", "json"), // One object a line, whatever else it has to say.
        ("DOTNET_hostBuilder__reloadConfigOnChange", "false"), // No file watchers: an image does not change.
    ];

    /// <summary>Serves until SIGTERM; running calls finish.</summary>
    // The FDK looks the function up in the assembly that calls it, so this must not be inlined elsewhere.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run(IInvocationHandler handler, JsonLog log)
    {
        foreach ((string name, string value) in GenericHost)
            Environment.SetEnvironmentVariable(name, value);
        FdkFunction.Use(handler, log);
        Fdk.Handle($"{typeof(FdkFunction).Namespace}:{nameof(FdkFunction)}:{nameof(FdkFunction.HandleAsync)}");
    }
}
