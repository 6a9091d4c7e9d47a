namespace Dispatcher.Emulator.Buckets;

/// <summary>Which objects to list. All bounds hold together; names compare by their UTF-8 bytes.</summary>
public sealed record ListQuery
{
    /// <summary>The most that one page holds, objects and prefixes together.</summary>
    public const int MaxLimit = 1000;

    /// <summary>What names begin with.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Names from this one on.</summary>
    public string? Start { get; init; }

    /// <summary>Names behind this one.</summary>
    public string? StartAfter { get; init; }

    /// <summary>Names before this one.</summary>
    public string? End { get; init; }

    /// <summary>The page's size, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = MaxLimit;

    /// <summary>Whether names are folded at the first <c>/</c> behind the prefix.</summary>
    public bool Folded { get; init; }
}

/// <summary>A page of a listing.</summary>
/// <param name="Objects">The objects.</param>
/// <param name="Prefixes">What folded names begin with, each ending in <c>/</c>.</param>
/// <param name="NextStart">Where the next page starts (<c>nextStartWith</c>), or null at the end.</param>
public sealed record ListPage(IReadOnlyList<EmulatedObject> Objects, IReadOnlyList<string> Prefixes, string? NextStart);
