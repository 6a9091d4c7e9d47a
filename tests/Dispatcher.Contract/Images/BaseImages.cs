using System.Runtime.InteropServices;

namespace Dispatcher.Contract.Images;

/// <summary>What the base image of each target sets, as far as the process sees it.</summary>
public static class BaseImages
{
    /// <summary>The variables; the runtime that a base image brings is this machine's.</summary>
    /// <param name="target">The stage in the Dockerfile.</param>
    public static (string Name, string Value)[] VariablesOf(string target) => target == "native"
        ? []
        :
        [
            ("DOTNET_ROOT", Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."))),
            ("DOTNET_RUNNING_IN_CONTAINER", "true"),
            ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "true"),
            ("ASPNETCORE_HTTP_PORTS", "8080"), // Nothing listens there.
        ];
}
