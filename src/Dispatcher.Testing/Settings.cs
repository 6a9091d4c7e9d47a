namespace Dispatcher.Testing;

/// <summary>Configuration that a test writes down.</summary>
internal static class Settings
{
    /// <summary>The configuration with more keys.</summary>
    /// <exception cref="ArgumentException">Templates cannot see a key of this name: a test that sets one would
    /// mislead.</exception>
    public static Configuration Add(Configuration before, IEnumerable<(string Key, string Value)> more)
    {
        var pairs = before.Keys.ToDictionary(key => key, key => before.Find(key)!, StringComparer.Ordinal);
        foreach ((string key, string value) in more)
        {
            if (!Configuration.IsVisible(key))
            {
                throw new ArgumentException(
                    $"Templates do not see the configuration key `{key}`: the platform's, the dispatcher's and "
                        + "the process's own variables are hidden; name it otherwise.",
                    nameof(more)
                );
            }

            pairs[key] = value;
        }

        return Configuration.OfTest(pairs);
    }
}
