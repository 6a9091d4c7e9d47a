using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Dispatcher.Diagnostics;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Templates.Functions;

/// <summary>A function of the allow-list.</summary>
/// <param name="Name">Its name, as in Scriban: <c>string.upcase</c>.</param>
/// <param name="Parameters">The names of its parameters; the first one is what a pipe feeds.</param>
/// <param name="Required">How many parameters it needs.</param>
/// <param name="Invoke">What it does: pure, without culture, and within the bounds.</param>
internal sealed record TemplateFunction(
    string Name,
    ImmutableArray<string> Parameters,
    int Required,
    Func<Arguments, object?> Invoke
)
{
    /// <summary>How it is written: <c>text | string.slice start [length]</c>.</summary>
    public string Usage
    {
        get
        {
            var parts = new List<string> { Parameters[0], "|", Name };
            for (int i = 1; i < Parameters.Length; i++)
                parts.Add(i < Required ? Parameters[i] : $"[{Parameters[i]}]");
            return string.Join(' ', parts);
        }
    }
}

/// <summary>A call of a function, its arguments in the order of the parameters, a piped one first.</summary>
internal sealed record Call(TemplateFunction Function, ImmutableArray<Expression> Values) : Expression
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
        text = TemplateValue.Text(rendering, values[index], $"the {function.Parameters[index]} of {function.Name}");
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
        return Wrong(index, "an integer of 32 bits");
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

    /// <summary>An argument as a date.</summary>
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

    /// <summary>An argument as a list.</summary>
    public bool List(int index, [NotNullWhen(true)] out object?[]? items)
    {
        if (
            TemplateValue.TryList(
                rendering,
                values[index],
                $"an item of the {function.Parameters[index]} of {function.Name}",
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
        string parameter = $"the {function.Parameters[index]} of {function.Name}";
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
