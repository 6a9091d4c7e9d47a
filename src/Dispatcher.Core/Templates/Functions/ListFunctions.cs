using Dispatcher.Templates.Rendering;
using Scriban.Syntax;

namespace Dispatcher.Templates.Functions;

/// <summary>The allowed functions of Scriban's <c>array</c>: those that choose from what <c>string.split</c> or
/// <c>event.raw</c> gives.</summary>
/// <remarks>Left out: what takes a function (<c>each</c>, <c>filter</c>, <c>any</c>, <c>map</c>), what sorts by
/// culture, <c>cycle</c>, which has a state, and what builds lists longer than their parts.</remarks>
internal static class ListFunctions
{
    public static readonly TemplateFunction[] All =
    [
        // Which folder of how many: one of the parts, or some of them in order.
        new("array.size", [Parameter.List("list")], 1, Gives.Integer, a =>
            a.List(0, out var items) ? (long)items.Length : null
        ),
        new("array.first", [Parameter.List("list")], 1, Gives.ItemOrNull, a =>
            a.List(0, out var items) && items.Length > 0 ? items[0] : null
        ),
        new("array.last", [Parameter.List("list")], 1, Gives.ItemOrNull, a =>
            a.List(0, out var items) && items.Length > 0 ? items[^1] : null
        ),
        new("array.reverse", [Parameter.List("list")], 1, Gives.SameItems, a =>
            a.List(0, out var items) ? items.Reverse().ToArray() : null
        ),
        new("array.limit", [Parameter.List("list"), Parameter.Integer("count")], 2, Gives.SameItems, a =>
            a.List(0, out var items) && a.Integer(1, out int count) ? items.Take(count).ToArray() : null
        ),
        new("array.offset", [Parameter.List("list"), Parameter.Integer("count")], 2, Gives.SameItems, a =>
            a.List(0, out var items) && a.Integer(1, out int count) ? items.Skip(count).ToArray() : null
        ),
        // Back to one text, and membership for `if`.
        new("array.join", [Parameter.Texts("list"), Parameter.Text("separator")], 2, Gives.Text, a =>
            a.List(0, out var items) && a.Text(1, out var separator) ? Join(a, items, separator) : null
        ),
        new(
            "array.contains",
            [Parameter.List("list"), Parameter.Text("item") with { Kinds = Kinds.Printable | Kinds.Null }],
            2,
            Gives.Boolean,
            a => a.List(0, out var items) ? Contains(a, items) : null
        ),
    ];

    private static object? Join(Arguments arguments, object?[] items, string separator)
    {
        var texts = new string[items.Length];
        long length = (long)separator.Length * Math.Max(0, items.Length - 1);
        for (int i = 0; i < items.Length; i++)
        {
            if (TemplateValue.Text(arguments.Context, items[i], "an item of the list of array.join") is not { } text)
                return null;
            texts[i] = text;
            length += text.Length;
        }

        return arguments.Make(length, () => string.Join(separator, texts));
    }

    // Lists are never equal here, and what cannot be compared is not equal.
    private static bool Contains(Arguments arguments, object?[] items)
    {
        StaticType wanted = new(TemplateValue.KindOf(arguments[1]));
        foreach (object? item in items)
        {
            bool comparable =
                item is null
                || arguments[1] is null
                || OperatorTypes.Of(ScriptBinaryOperator.CompareEqual, new(TemplateValue.KindOf(item)), wanted)
                    != Kinds.None;
            if (comparable && Operators.AreEqual(arguments.Context, item, arguments[1]))
                return true;
            if (arguments.Context.Failure is not null)
                return false;
        }

        return false;
    }
}
