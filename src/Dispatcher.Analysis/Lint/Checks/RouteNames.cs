using Dispatcher.Routes;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Lists of routes in messages.</summary>
internal static class RouteNames
{
    private const int MostNamed = 5;

    /// <summary>The first few names, and how many there are besides.</summary>
    public static string Some(IEnumerable<Route> routes)
    {
        string[] names = [.. routes.Select(route => $"`{route.Name}`")];
        return names.Length <= MostNamed + 1
            ? string.Join(", ", names)
            : $"{string.Join(", ", names[..MostNamed])} and {names.Length - MostNamed} more";
    }
}
