using Dispatcher.Diagnostics;
using Scriban.Syntax;

namespace Dispatcher.Templates.Rendering;

/// <summary>The binary operators, with Scriban's meaning where they have one here and a failure where they have none:
/// integers have 64 bits and never wrap, doubles are finite, and nothing can make a string much longer than its
/// parts.</summary>
internal static class Operators
{
    /// <summary>Whether <c>==</c> holds. As in Scriban, a text and something else are compared as texts.</summary>
    public static bool AreEqual(RenderContext rendering, object? left, object? right)
    {
        if (left is null || right is null)
            return left is null && right is null;
        if (left is string || right is string)
        {
            return TemplateValue.Text(rendering, left, "the left of ==") is { } a
                && TemplateValue.Text(rendering, right, "the right of ==") is { } b
                && rendering.Spend(Math.Min(a.Length, b.Length))
                && string.Equals(a, b, StringComparison.Ordinal);
        }

        switch (left, right)
        {
            case (bool a, bool b):
                return a == b;
            case (long a, long b):
                return a == b;
            case (long or double, long or double):
                return Double(left) == Double(right);
            case (DateTimeOffset a, DateTimeOffset b):
                return a == b;
            default:
                rendering.Fail(
                    $"{TemplateValue.Kind(left)} cannot be compared with {TemplateValue.Kind(right)}; "
                        + "compare two values of one kind"
                );
                return false;
        }
    }

    /// <summary><c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> and <c>&gt;=</c> over two texts (by UTF-16 unit), two numbers or
    /// two dates.</summary>
    public static object? Order(RenderContext rendering, ScriptBinaryOperator op, object? left, object? right)
    {
        int order;
        switch (left, right)
        {
            case (string a, string b):
                if (!rendering.Spend(Math.Min(a.Length, b.Length)))
                    return null;
                order = string.CompareOrdinal(a, b);
                break;
            case (long a, long b):
                order = a.CompareTo(b);
                break;
            case (long or double, long or double):
                order = Double(left).CompareTo(Double(right));
                break;
            case (DateTimeOffset a, DateTimeOffset b):
                order = a.CompareTo(b);
                break;
            default:
                return NoMeaning(
                    rendering,
                    op,
                    left,
                    right,
                    "compare two texts, two numbers (string.to_int makes one of a text) or two dates"
                );
        }

        return op switch
        {
            ScriptBinaryOperator.CompareLess => order < 0,
            ScriptBinaryOperator.CompareLessOrEqual => order <= 0,
            ScriptBinaryOperator.CompareGreater => order > 0,
            _ => order >= 0,
        };
    }

    /// <summary><c>+ - * / // %</c> over numbers, and <c>+</c> where one side is a text.</summary>
    public static object? Arithmetic(RenderContext rendering, ScriptBinaryOperator op, object? left, object? right)
    {
        if (op == ScriptBinaryOperator.Add && (left is string || right is string))
            return Concatenate(rendering, left, right);
        return (left, right) switch
        {
            (long a, long b) => Integers(rendering, op, a, b),
            (long or double, long or double) => Finite(rendering, Doubles(op, Double(left), Double(right))),
            _ => NoMeaning(rendering, op, left, right, "both sides must be numbers; string.to_int makes one of a text"),
        };
    }

    /// <summary>A double result; a failure where it is infinite or not a number, as after a division by zero.</summary>
    public static object? Finite(RenderContext rendering, double value) =>
        double.IsFinite(value)
            ? value
            : rendering.Fail("the arithmetic has no finite result; guard a division with `if` or `?:`");

    /// <summary>Either kind of number as a double.</summary>
    public static double Double(object? number) => number is long integer ? integer : (double)number!;

    /// <summary>What an integer past 64 bits is answered with.</summary>
    public static object? TooLarge(RenderContext rendering) =>
        rendering.Fail("the arithmetic passes 64 bits; use smaller numbers");

    private static object? Concatenate(RenderContext rendering, object? left, object? right) =>
        TemplateValue.Text(rendering, left, "the left of +") is { } a
        && TemplateValue.Text(rendering, right, "the right of +") is { } b
        && rendering.Allows((long)a.Length + b.Length)
        && rendering.Spend(a.Length + b.Length)
            ? a + b
            : null;

    private static object? Integers(RenderContext rendering, ScriptBinaryOperator op, long left, long right)
    {
        if (
            right == 0
            && op is (ScriptBinaryOperator.Divide or ScriptBinaryOperator.DivideRound or ScriptBinaryOperator.Modulus)
        )
            return rendering.Fail("a division by zero; guard it with `if` or `?:`");
        try
        {
            checked
            {
                // Boxed one by one: together they would all become doubles.
                return op switch
                {
                    ScriptBinaryOperator.Add => (object)(left + right),
                    ScriptBinaryOperator.Subtract => left - right,
                    ScriptBinaryOperator.Multiply => left * right,
                    ScriptBinaryOperator.Divide => (double)left / right,
                    ScriptBinaryOperator.DivideRound => left / right,
                    _ => right == -1 ? 0L : left % right,
                };
            }
        }
        catch (OverflowException)
        {
            return TooLarge(rendering);
        }
    }

    private static double Doubles(ScriptBinaryOperator op, double left, double right) =>
        op switch
        {
            ScriptBinaryOperator.Add => left + right,
            ScriptBinaryOperator.Subtract => left - right,
            ScriptBinaryOperator.Multiply => left * right,
            ScriptBinaryOperator.Divide => left / right,
            ScriptBinaryOperator.DivideRound => Math.Round(left / right),
            _ => left % right,
        };

    private static object? NoMeaning(
        RenderContext rendering,
        ScriptBinaryOperator op,
        object? left,
        object? right,
        string advice
    )
    {
        string sign = Sign(op);
        return left is null || right is null
            ? rendering.Fail(
                Codes.RenderMissing,
                $"the {(left is null ? "left" : "right")} of {sign} is null for this event; "
                    + "write `(… ?? …)` to say what to use instead"
            )
            : rendering.Fail(
                $"{sign} has no meaning between {TemplateValue.Kind(left)} and {TemplateValue.Kind(right)}; {advice}"
            );
    }

    /// <summary>How an operator is written.</summary>
    public static string Sign(ScriptBinaryOperator op) =>
        op switch
        {
            ScriptBinaryOperator.Add => "+",
            ScriptBinaryOperator.Subtract => "-",
            ScriptBinaryOperator.Multiply => "*",
            ScriptBinaryOperator.Divide => "/",
            ScriptBinaryOperator.DivideRound => "//",
            ScriptBinaryOperator.Modulus => "%",
            ScriptBinaryOperator.CompareLess => "<",
            ScriptBinaryOperator.CompareLessOrEqual => "<=",
            ScriptBinaryOperator.CompareGreater => ">",
            ScriptBinaryOperator.CompareEqual => "==",
            ScriptBinaryOperator.CompareNotEqual => "!=",
            _ => ">=",
        };
}
