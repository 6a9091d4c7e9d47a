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
        List<string> withLineEnds = [],
            withBlanks = [];
        foreach ((string key, string value) in pairs)
        {
            if (!IsOwn(key))
                continue;
            string text = Configuration.WithoutLineEnds(value);
            if (text.Length < value.Length)
                withLineEnds.Add(key);
            if (text.Trim().Length < text.Length)
                withBlanks.Add(key);
        }

        string cut = Names(withLineEnds),
            kept = Names(withBlanks);
        return (cut, kept) switch
        {
            ("", "") => null,
            (_, "") => $"line ends at the end of these values are taken off: {cut}",
            ("", _) => $"these values have blanks at an end, which are kept: {kept}",
            _ => $"line ends at the end of these values are taken off: {cut}; "
                + $"these values have blanks at an end, which are kept: {kept}",
        };
    }

    private static bool IsOwn(string key) =>
        key != Document && (Configuration.IsVisible(key) || key.StartsWith("DISPATCHER_", StringComparison.Ordinal));

    private static string Names(List<string> keys)
    {
        keys.Sort(StringComparer.Ordinal);
        return string.Join(", ", keys.ConvertAll(Quote.Line));
    }
}
