namespace Dispatcher.Contract.Images;

/// <summary>The base image, as far as the process sees it. Both targets stand on the same one, which has no .NET
/// runtime.
/// </summary>
public static class BaseImages
{
    /// <summary>Its name.</summary>
    public const string Name = "mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled";

    /// <summary>The shared libraries that it has, as programs ask for them: those of libc6, libgcc-s1, libstdc++6 and
    /// libssl3t64.</summary>
    public static IReadOnlySet<string> Libraries { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "ld-linux-x86-64.so.2",
            "ld-linux-aarch64.so.1",
            "libc.so.6",
            "libcrypto.so.3",
            "libdl.so.2",
            "libgcc_s.so.1",
            "libm.so.6",
            "libpthread.so.0",
            "libresolv.so.2",
            "librt.so.1",
            "libssl.so.3",
            "libstdc++.so.6",
        };

    /// <summary>The variables.</summary>
    public static IReadOnlyList<(string Name, string Value)> Variables { get; } =
    [
        ("DOTNET_RUNNING_IN_CONTAINER", "true"),
        ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "true"),
        ("ASPNETCORE_HTTP_PORTS", "8080"), // Nothing listens there.
    ];
}
