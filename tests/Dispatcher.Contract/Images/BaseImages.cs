namespace Dispatcher.Contract.Images;

/// <summary>What the base image sets, as far as the process sees it: both targets stand on the same one, which has no
/// runtime.</summary>
public static class BaseImages
{
    /// <summary>The variables.</summary>
    public static IReadOnlyList<(string Name, string Value)> Variables { get; } =
    [
        ("DOTNET_RUNNING_IN_CONTAINER", "true"),
        ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "true"),
        ("ASPNETCORE_HTTP_PORTS", "8080"), // Nothing listens there.
    ];
}
