using Dispatcher.Routes;

namespace Dispatcher.Cli.Local;

/// <summary>Which bucket and namespace the landing area stands for, when the user does not say.</summary>
internal static class LandingBucket
{
    /// <summary>The bucket that most routes name literally, the first of those in route order; else the folder's
    /// name.</summary>
    public static string Name(RouteSet set, string folder) =>
        MostNamed(set, MatchKeys.Bucket)
        ?? (Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) is { Length: > 0 } name ? name : "landing");

    /// <summary>The namespace that most routes name literally, or null.</summary>
    public static string? Namespace(RouteSet set) => MostNamed(set, MatchKeys.Namespace);

    /// <summary>Whether a bucket can have that name.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 256
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    private static string? MostNamed(RouteSet set, MatchKey key) =>
        set
            .Routes.Where(route => route.State != RouteState.Disabled)
            .SelectMany(route => EventDefaults.Literals(route.Match[key]))
            .GroupBy(name => name, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()) // Stable, so that the first in route order wins a tie.
            .FirstOrDefault()
            ?.Key;
}
