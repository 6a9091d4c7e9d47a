using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Dispatcher.Diagnostics;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Templates.Functions;

/// <summary>A function of the allow-list: one row of its table.</summary>
/// <param name="Name">Its name, as in Scriban: <c>string.upcase</c>.</param>
/// <param name="Parameters">Its parameters; the first one is what a pipe feeds.</param>
/// <param name="Required">How many parameters it needs.</param>
/// <param name="Gives">The type of its result, from the types of its arguments.</param>
/// <param name="Invoke">What it does: pure, without culture, and within the bounds.</param>
internal sealed record TemplateFunction(
    string Name,
    ImmutableArray<Parameter> Parameters,
    int Required,
    Func<ImmutableArray<StaticType>, StaticType> Gives,
    Func<Arguments, object?> Invoke
)
{
    /// <summary>What is wrong with arguments that are written out, and what to write instead; null where nothing
    /// is.</summary>
    public Func<ImmutableArray<Expression>, TypeProblem?>? Check { get; init; }

    /// <summary>How it is written: <c>text | string.slice start [length]</c>.</summary>
    public string Usage
    {
        get
        {
            var parts = new List<string> { Parameters[0].Name, "|", Name };
            for (int i = 1; i < Parameters.Length; i++)
                parts.Add(i < Required ? Parameters[i].Name : $"[{Parameters[i].Name}]");
            return string.Join(' ', parts);
        }
    }
}

/// <summary>A parameter of a function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kinds">What it takes. Null only where it is among them.</param>
/// <param name="Items">For a list: what its items may be.</param>
internal sealed record Parameter(string Name, Kinds Kinds, Kinds Items = Kinds.None)
{
    /// <summary>A text, or a number, date, true or false, which become their text.</summary>
    public static Parameter Text(string name) => new(name, Kinds.Printable);

    /// <summary>A whole number.</summary>
    public static Parameter Integer(string name) => new(name, Kinds.Integer);

    /// <summary>A number of either kind.</summary>
    public static Parameter Number(string name) => new(name, Kinds.Number);

    public static Parameter Date(string name) => new(name, Kinds.Date);

    /// <summary>A list of anything.</summary>
    public static Parameter List(string name) => new(name, Kinds.List, Kinds.Value | Kinds.Missing);

    /// <summary>A list of what has a text.</summary>
    public static Parameter Texts(string name) => new(name, Kinds.List, Kinds.Printable | Kinds.Missing);

    /// <summary>Any value, null as well.</summary>
    public static Parameter Any(string name) => new(name, Kinds.Value | Kinds.Missing, Kinds.Value | Kinds.Missing);
}

/// <summary>The types of results.</summary>
internal static class Gives
{
    public static readonly Func<ImmutableArray<StaticType>, StaticType> Text = _ => new(Kinds.Text);
    public static readonly Func<ImmutableArray<StaticType>, StaticType> Integer = _ => new(Kinds.Integer);
    public static readonly Func<ImmutableArray<StaticType>, StaticType> Real = _ => new(Kinds.Real);
    public static readonly Func<ImmutableArray<StaticType>, StaticType> Boolean = _ => new(Kinds.Boolean);
    public static readonly Func<ImmutableArray<StaticType>, StaticType> Date = _ => new(Kinds.Date);

    /// <summary>A number, or null where the text is none.</summary>
    public static readonly Func<ImmutableArray<StaticType>, StaticType> IntegerOrNull = _ =>
        new(Kinds.Integer | Kinds.Null);

    public static readonly Func<ImmutableArray<StaticType>, StaticType> Texts = _ => new(Kinds.List, Kinds.Text);

    /// <summary>A list of the same items.</summary>
    public static readonly Func<ImmutableArray<StaticType>, StaticType> SameItems = types =>
        new(Kinds.List, ItemsOf(types[0]));

    /// <summary>One of the items, or null where there is none.</summary>
    public static readonly Func<ImmutableArray<StaticType>, StaticType> ItemOrNull = types =>
        new(ItemsOf(types[0]) | Kinds.Null, (ItemsOf(types[0]) & Kinds.List) != 0 ? StaticType.Any.Kinds : Kinds.None);

    /// <summary>A number of the kind that goes in.</summary>
    public static readonly Func<ImmutableArray<StaticType>, StaticType> SameNumber = types =>
        new(types[0].Kinds & Kinds.Number);

    private static Kinds ItemsOf(StaticType list) => list.IsAny ? StaticType.Any.Kinds : list.Items;
}

/// <summary>A call of a function, its arguments in the order of the parameters, a piped one first.</summary>
internal sealed record Call(TemplateFunction Function, ImmutableArray<Expression> Values, StaticType Type)
    : Expression(Type)
{
    protected override object? Compute(RenderContext rendering)
    {
        var values = new object?[Values.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = Values[i].Evaluate(rendering);
        return rendering.Failure is null ? Function.Invoke(new(rendering, Function, values)) : null;
    }
}

/// <summary>The arguments of one call, read as what the function needs; a failure where one is something
/// else.</summary>
internal readonly struct Arguments(RenderContext rendering, TemplateFunction function, object?[] values)
{
    public RenderContext Context => rendering;

    public int Count => values.Length;

    public object? this[int index] => values[index];

    /// <summary>An argument as text. Numbers, dates, true and false become their text; null and lists fail.</summary>
    public bool Text(int index, [NotNullWhen(true)] out string? text)
    {
        text = TemplateValue.Text(
            rendering,
            values[index],
            $"the {function.Parameters[index].Name} of {function.Name}"
        );
        return text is not null && rendering.Spend(text.Length);
    }

    /// <summary>An argument as an integer of 32 bits.</summary>
    public bool Integer(int index, out int number)
    {
        if (values[index] is long value and >= int.MinValue and <= int.MaxValue)
        {
            number = (int)value;
            return true;
        }

        number = 0;
        if (values[index] is long large)
        {
            rendering.Fail(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the {function.Parameters[index].Name} of {function.Name} is {large}, past 32 bits; "
                ) + "write a smaller number"
            );
            return false;
        }

        return Wrong(index, "an integer");
    }

    /// <summary>An argument as a number of either kind.</summary>
    public bool Number(int index, out double number)
    {
        if (values[index] is long or double)
        {
            number = Operators.Double(values[index]);
            return true;
        }

        number = 0;
        return Wrong(index, "a number");
    }

    public bool Date(int index, out DateTimeOffset date)
    {
        if (values[index] is DateTimeOffset value)
        {
            date = value;
            return true;
        }

        date = default;
        return Wrong(index, "a date, such as event.time");
    }

    public bool List(int index, [NotNullWhen(true)] out object?[]? items)
    {
        if (
            TemplateValue.TryList(
                rendering,
                values[index],
                $"an item of the {function.Parameters[index].Name} of {function.Name}",
                out items
            )
        )
            return rendering.Spend(items.Length);
        return Wrong(index, "a list, such as string.split makes");
    }

    /// <summary>The failure of this call.</summary>
    public object? Fail(string problem) => rendering.Fail($"{function.Name}: {problem}");

    /// <summary>A string the call makes, counted against the bounds before it is made.</summary>
    public object? Make(long length, Func<string> text) =>
        rendering.Allows(length) && rendering.Spend(length) ? text() : null;

    private bool Wrong(int index, string wanted)
    {
        if (rendering.Failure is not null)
            return false;
        string parameter = $"the {function.Parameters[index].Name} of {function.Name}";
        if (values[index] is null)
            rendering.Fail(
                Codes.RenderMissing,
                $"{parameter} is null for this event; write `(… ?? …)` around it to say what to use instead"
            );
        else
            rendering.Fail($"{parameter} is {TemplateValue.Kind(values[index])}, not {wanted}; write {function.Usage}");
        return false;
    }
}
