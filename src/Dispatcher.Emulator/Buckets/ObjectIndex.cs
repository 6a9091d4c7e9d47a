namespace Dispatcher.Emulator.Buckets;

/// <summary>A bucket's objects, by name and in order. Not thread-safe.</summary>
internal sealed class ObjectIndex
{
    private readonly Dictionary<string, EmulatedObject> byName = new(StringComparer.Ordinal);
    private readonly SortedSet<Entry> entries = new(
        Comparer<Entry>.Create((one, other) => Utf8Order.Instance.Compare(one.Name, other.Name))
    );

    public EmulatedObject? Find(string name) => byName.GetValueOrDefault(name);

    public void Set(EmulatedObject stored)
    {
        Remove(stored.Name);
        byName.Add(stored.Name, stored);
        entries.Add(new(stored.Name, stored));
    }

    public void Remove(string name)
    {
        byName.Remove(name);
        entries.Remove(new(name, null));
    }

    public IEnumerable<EmulatedObject> All() => entries.Select(entry => entry.Stored!);

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
            foreach ((string name, EmulatedObject? stored) in From(from))
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

                objects.Add(stored!);
            }

            if (fold is null)
                return new(objects, prefixes, null);
            prefixes.Add(fold);
            from = fold[..^1] + (char)('/' + 1); // The first name after all names with this prefix.
        }
    }

    private SortedSet<Entry> From(string start) =>
        entries.Max is { Name: { } last } max && Utf8Order.Instance.Compare(start, last) <= 0
            ? entries.GetViewBetween(new(start, null), max)
            : [];

    private static string Later(string one, string other) => Utf8Order.Instance.Compare(one, other) >= 0 ? one : other;

    /// <summary>An object in the order of names; without it, a name to look for.</summary>
    private readonly record struct Entry(string Name, EmulatedObject? Stored);
}
