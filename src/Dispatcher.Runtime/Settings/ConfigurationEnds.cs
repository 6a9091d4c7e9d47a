using Dispatcher.Diagnostics;

namespace Dispatcher.Runtime.Settings;

/// <summary>The ends of configuration values, where consoles, secrets and files leave invisible characters.</summary>
/// <remarks>dispatch-v1, "Other configuration": line ends at the end of a value are taken off, blanks at its ends are
/// kept, and one warning names the keys.</remarks>
public static class ConfigurationEnds
{
    // A document, whose last line ends like the others.
    private const string Document = "DISPATCHER_ROUTES_YAML";

    /// <summary>One line that names the keys whose values have such ends, or null when there are none. Values are not
    /// shown.</summary>
    /// <param name="pairs">The configuration as given. Variables of the process itself are passed over.</param>
    public static string? Warning(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        KeyValuePair<string, string>[] own =
        [
            .. pairs
                .Where(pair =>
                    pair.Key != Document
                    && (
                        Configuration.IsVisible(pair.Key)
                        || pair.Key.StartsWith("DISPATCHER_", StringComparison.Ordinal)
                    )
                )
                .OrderBy(pair => pair.Key, StringComparer.Ordinal),
        ];
        string cut = Names(own.Where(pair => Configuration.WithoutLineEnds(pair.Value).Length < pair.Value.Length)),
            kept = Names(own.Where(pair => HasBlanks(Configuration.WithoutLineEnds(pair.Value))));
        return (cut, kept) switch
        {
            ("", "") => null,
            (_, "") => $"line ends at the end of these values are taken off: {cut}",
            ("", _) => $"these values have blanks at an end, which are kept: {kept}",
            _ => $"line ends at the end of these values are taken off: {cut}; "
                + $"these values have blanks at an end, which are kept: {kept}",
        };
    }

    private static bool HasBlanks(string value) => value.Trim().Length < value.Length;

    private static string Names(IEnumerable<KeyValuePair<string, string>> pairs) =>
        string.Join(", ", pairs.Select(pair => Quote.Line(pair.Key)));
}
