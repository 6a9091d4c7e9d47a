namespace Dispatcher.Templates.Rendering;

/// <summary>Kinds of value, as a set: what an expression can give.</summary>
[Flags]
internal enum Kinds
{
    None = 0,
    Text = 1,

    /// <summary>A whole number of 64 bits.</summary>
    Integer = 2,

    /// <summary>A double, also where its value is whole.</summary>
    Real = 4,
    Boolean = 8,
    Date = 16,
    List = 32,

    /// <summary>A JSON object of the event.</summary>
    Object = 64,

    /// <summary>Null that must not be used: an error where a value is needed.</summary>
    Null = 128,

    /// <summary>A group that took no part: null for <c>??</c> and conditions, and the empty text where a text is
    /// needed.</summary>
    Nothing = 256,

    Number = Integer | Real,

    /// <summary>What has a text.</summary>
    Printable = Text | Number | Boolean | Date,
    Value = Printable | List | Object,
    Missing = Null | Nothing,
}

/// <summary>What is known of an expression's value when the route set is loaded.</summary>
/// <remarks>routes-v1, "Templates", "Typed at load".</remarks>
/// <param name="Kinds">What it can be.</param>
/// <param name="Items">What the items can be where it is a list.</param>
internal readonly record struct StaticType(Kinds Kinds, Kinds Items = Kinds.None)
{
    private static readonly Kinds[] Single =
    [
        Kinds.Text,
        Kinds.Integer,
        Kinds.Real,
        Kinds.Boolean,
        Kinds.Date,
        Kinds.List,
        Kinds.Object,
        Kinds.Null,
    ];

    private static readonly string[] Names =
    [
        "a text",
        "an integer",
        "a number with a fraction",
        "true or false",
        "a date",
        "a list",
        "an object",
        "null",
    ];

    /// <summary>Below <c>event.raw</c>: only the event decides.</summary>
    public static StaticType Any => new(Kinds.Value | Kinds.Null, Kinds.Value | Kinds.Null);

    /// <summary>Whether only the event decides what kind it is.</summary>
    public bool IsAny => Values == Kinds.Value;

    /// <summary>What it can be where it is there.</summary>
    public Kinds Values => Kinds & Kinds.Value;

    /// <summary>Whether it can be missing or null.</summary>
    public bool MayBeMissing => (Kinds & Kinds.Missing) != 0;

    /// <summary>Whether it is a group that may have taken no part, and nothing else that can be null.</summary>
    public bool MayBeNothing => (Kinds & Kinds.Missing) == Kinds.Nothing;

    /// <summary>The same, but not null.</summary>
    public StaticType WhereThere => this with { Kinds = Values };

    public StaticType Or(StaticType other) => new(Kinds | other.Kinds, Items | other.Items);

    /// <summary>Every single kind of the set.</summary>
    public static IEnumerable<Kinds> Each(Kinds kinds) => Single.Where(kind => (kinds & kind) != 0);

    /// <summary>A set in words: <c>a text or a date</c>.</summary>
    public static string Words(Kinds kinds) =>
        (kinds & Kinds.Value) == Kinds.Printable ? "a text"
        : (kinds & Kinds.Number) == Kinds.Number
            ? string.Join(" or ", Names.Where((_, i) => (kinds & Single[i] & ~Kinds.Number) != 0).Append("a number"))
        : string.Join(" or ", Names.Where((_, i) => (kinds & Single[i]) != 0));

    /// <inheritdoc/>
    public override string ToString() => Words(Kinds);
}

/// <summary>What is wrong with an expression where it stands.</summary>
/// <param name="Message">What is wrong, without a full stop.</param>
/// <param name="Hint">What to write instead, without a full stop.</param>
internal sealed record TypeProblem(string Message, string Hint);
