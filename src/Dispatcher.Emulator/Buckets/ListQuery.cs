namespace Dispatcher.Emulator.Buckets;

/// <summary>Which objects to list. An object must meet all conditions. Names are compared by their UTF-8
/// bytes.</summary>
public sealed record ListQuery
{
    /// <summary>The largest page: objects and prefixes together.</summary>
    public const int MaxLimit = 1000;

    /// <summary>The prefix of the names.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Lists names from this name on, including it.</summary>
    public string? Start { get; init; }

    /// <summary>Lists names after this name.</summary>
    public string? StartAfter { get; init; }

    /// <summary>Lists names before this name.</summary>
    public string? End { get; init; }

    /// <summary>The page's size, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = MaxLimit;

    /// <summary>Whether names are grouped at the first <c>/</c> after the prefix.</summary>
    public bool Folded { get; init; }
}

/// <summary>A page of a listing.</summary>
/// <param name="Objects">The objects.</param>
/// <param name="Prefixes">The common prefixes of grouped names, each with <c>/</c> at its end.</param>
/// <param name="NextStart">Where the next page starts (<c>nextStartWith</c>), or null at the end.</param>
public sealed record ListPage(IReadOnlyList<EmulatedObject> Objects, IReadOnlyList<string> Prefixes, string? NextStart);
