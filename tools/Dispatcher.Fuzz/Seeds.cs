using Dispatcher.Routes.Loading;

namespace Dispatcher.Fuzz;

/// <summary>What the mutation starts from: the repository's routes, and a file with everything the format
/// has.</summary>
public static class Seeds
{
    /// <summary>The files; their tests are the events.</summary>
    public static IReadOnlyList<RouteFile> All() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "seeds"), "*.yaml")
                .Order(StringComparer.Ordinal)
                .Select(path => new RouteFile(Path.GetFileName(path), File.ReadAllBytes(path))),
        ];
}
