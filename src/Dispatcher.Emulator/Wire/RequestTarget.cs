namespace Dispatcher.Emulator.Wire;

/// <summary>A request's target, split into segments and unescaped once per segment.</summary>
internal sealed class RequestTarget
{
    private readonly List<KeyValuePair<string, string>> query;

    private RequestTarget(string raw, string[] segments, List<KeyValuePair<string, string>> query)
    {
        Raw = raw;
        Segments = segments;
        this.query = query;
    }

    /// <summary>The target as received.</summary>
    public string Raw { get; }

    /// <summary>The segments of the path, unescaped: <c>/n/a%2Fb</c> is <c>n</c> and <c>a/b</c>.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>Reads a target; null when it is not a path (<c>*</c>, an absolute URI).</summary>
    public static RequestTarget? Parse(string raw)
    {
        if (!raw.StartsWith('/'))
            return null;
        int mark = raw.IndexOf('?', StringComparison.Ordinal);
        string path = mark < 0 ? raw : raw[..mark];
        return new(
            raw,
            [.. path[1..].Split('/').Select(Uri.UnescapeDataString)],
            Query(mark < 0 ? "" : raw[(mark + 1)..])
        );
    }

    /// <summary>The parameter's first value, or null.</summary>
    public string? Value(string name)
    {
        foreach ((string key, string value) in query)
        {
            if (key == name)
                return value;
        }

        return null;
    }

    /// <summary>All values of a parameter that may be repeated.</summary>
    public IReadOnlyList<string> Values(string name) =>
        [.. query.Where(pair => pair.Key == name).Select(pair => pair.Value)];

    private static List<KeyValuePair<string, string>> Query(string text)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (string pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            pairs.Add(equals < 0 ? new(Decode(pair), "") : new(Decode(pair[..equals]), Decode(pair[(equals + 1)..])));
        }

        return pairs;
    }

    // In a query, unlike in a path, a plus means a space.
    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
