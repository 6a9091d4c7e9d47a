using System.Reflection;

namespace Dispatcher.Cli.Version;

/// <summary>What Directory.Build.props says of this version.</summary>
internal static class Product
{
    /// <summary>The version, such as <c>0.1.0</c>.</summary>
    public static string Version { get; } = typeof(Product).Assembly.GetName().Version!.ToString(3);

    /// <summary>The day of the version, as manual pages show it: <c>2026-11-28</c>.</summary>
    public static string Date { get; } = Metadata("ReleaseDate")!;

    /// <summary>The repository that this was built from, or null for a build that does not know it.</summary>
    public static string? Repository { get; } = Metadata("Repository");

    private static string? Metadata(string key) =>
        typeof(Product)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(data => data.Key == key)
            ?.Value;
}
