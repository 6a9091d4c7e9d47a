using System.Globalization;
using Dispatcher.Emulator.Wire;

namespace Dispatcher.Emulator.Runs;

/// <summary>The common parameters of Data Integration's listings: <c>sortBy</c>, <c>sortOrder</c>, <c>limit</c> and
/// <c>page</c>.</summary>
/// <param name="By"><c>TIME_CREATED</c>, <c>TIME_UPDATED</c> or <c>DISPLAY_NAME</c>.</param>
/// <param name="Descending">Whether the order is descending.</param>
/// <param name="Limit">The page's size.</param>
/// <param name="Token">The token of the page, or null for the first page.</param>
internal sealed record ListOrder(string By, bool Descending, int Limit, PageToken? Token)
{
    public const string TimeCreated = "TIME_CREATED";
    public const string TimeUpdated = "TIME_UPDATED";
    public const string DisplayName = "DISPLAY_NAME";
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    /// <summary>Reads the parameters.</summary>
    /// <returns>The error, or null.</returns>
    public static string? Read(RequestTarget target, out ListOrder order)
    {
        order = new(TimeCreated, Descending: true, DefaultLimit, null);
        string by = target.Value("sortBy") ?? TimeCreated;
        if (by is not (TimeCreated or TimeUpdated or DisplayName))
            return "sortBy must be TIME_CREATED, TIME_UPDATED or DISPLAY_NAME";

        // By default, time fields sort descending and all others ascending.
        string direction = target.Value("sortOrder") ?? (by == DisplayName ? "ASC" : "DESC");
        if (direction is not ("ASC" or "DESC"))
            return "sortOrder must be ASC or DESC";

        int limit = DefaultLimit;
        if (
            target.Value("limit") is { } text
            && (
                !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                || limit is < 1 or > MaxLimit
            )
        )
        {
            return "limit must be 1 to 1000";
        }

        PageToken? page = null;
        if (target.Value("page") is { } token && (page = PageToken.Read(token)) is null)
            return "page is not a page's token";
        order = new(by, direction == "DESC", limit, page);
        return null;
    }

    /// <summary>One page of <paramref name="items"/>.</summary>
    /// <param name="items">All items that pass the filters.</param>
    /// <param name="place">An item's place in the order: the sort key as text for ordinal comparison, and a number that
    /// orders items with equal keys.</param>
    public Page<T> Apply<T>(IReadOnlyCollection<T> items, Func<T, PageToken> place)
    {
        int direction = Descending ? -1 : 1;
        (PageToken Place, T Item)[] ordered =
        [
            .. items
                .Select(item => (Place: place(item), Item: item))
                .Where(entry => Token is null || direction * Compare(entry.Place, Token) > 0),
        ];
        Array.Sort(ordered, (one, other) => direction * Compare(one.Place, other.Place));
        T[] shown = [.. ordered.Take(Limit).Select(entry => entry.Item)];
        return new(shown, ordered.Length > Limit ? ordered[Limit - 1].Place.ToString() : null, items.Count);
    }

    /// <summary>The same of items that are in the ascending order already.</summary>
    public Page<T> Page<T>(IReadOnlyList<T> items, Func<T, PageToken> place)
    {
        // The first item behind the token; with a descending order the last one before it.
        int low = 0,
            high = items.Count;
        while (Token is { } token && low < high)
        {
            int middle = low + ((high - low) / 2);
            int compared = Compare(place(items[middle]), token);
            if (compared < 0 || (compared == 0 && !Descending))
                low = middle + 1;
            else
                high = middle;
        }

        int start =
            Token is not null ? (Descending ? low - 1 : low)
            : Descending ? items.Count - 1
            : 0;
        var shown = new List<T>(Math.Min(Limit, items.Count));
        int at = start;
        for (; at >= 0 && at < items.Count && shown.Count < Limit; at += Descending ? -1 : 1)
            shown.Add(items[at]);
        bool more = at >= 0 && at < items.Count;
        return new(shown, more ? place(shown[^1]).ToString() : null, items.Count);
    }

    private static int Compare(PageToken one, PageToken other) =>
        string.CompareOrdinal(one.Value, other.Value) is var byValue and not 0
            ? byValue
            : one.Sequence.CompareTo(other.Sequence);
}
