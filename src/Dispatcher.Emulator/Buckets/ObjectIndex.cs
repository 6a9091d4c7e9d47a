namespace Dispatcher.Emulator.Buckets;

/// <summary>A bucket's objects, by name and in order. Not thread-safe.</summary>
internal sealed class ObjectIndex
{
    private readonly Dictionary<string, EmulatedObject> byName = new(StringComparer.Ordinal);
    private readonly SortedSet<string> names = new(Utf8Order.Instance);

    public EmulatedObject? Find(string name) => byName.GetValueOrDefault(name);

    public void Set(EmulatedObject stored)
    {
        byName[stored.Name] = stored;
        names.Add(stored.Name);
    }

    public void Remove(string name)
    {
        byName.Remove(name);
        names.Remove(name);
    }

    public IEnumerable<EmulatedObject> All() => names.Select(name => byName[name]);

    /// <summary>One page. Each step is a binary search in the ordered names, so the cost of a page does not depend on
    /// its start.</summary>
    public ListPage List(ListQuery query)
    {
        var objects = new List<EmulatedObject>();
        var prefixes = new List<string>();
        string from = Later(query.Prefix, Later(query.Start ?? "", query.StartAfter ?? ""));
        while (true)
        {
            string? fold = null;
            foreach (string name in From(from))
            {
                if (name == query.StartAfter)
                    continue;
                if (
                    !name.StartsWith(query.Prefix, StringComparison.Ordinal)
                    || (query.End is { } end && Utf8Order.Instance.Compare(name, end) >= 0)
                )
                    return new(objects, prefixes, null);
                if (objects.Count + prefixes.Count == query.Limit)
                    return new(objects, prefixes, name);

                int slash = query.Folded ? name.IndexOf('/', query.Prefix.Length) : -1;
                if (slash >= 0)
                {
                    fold = name[..(slash + 1)];
                    break;
                }

                objects.Add(byName[name]);
            }

            if (fold is null)
                return new(objects, prefixes, null);
            prefixes.Add(fold);
            from = fold[..^1] + (char)('/' + 1); // The first name after all names with this prefix.
        }
    }

    private SortedSet<string> From(string start) =>
        names.Max is { } last && Utf8Order.Instance.Compare(start, last) <= 0 ? names.GetViewBetween(start, last) : [];

    private static string Later(string one, string other) => Utf8Order.Instance.Compare(one, other) >= 0 ? one : other;
}
