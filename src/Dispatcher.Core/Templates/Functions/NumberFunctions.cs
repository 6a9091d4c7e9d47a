using System.Collections.Immutable;
using Dispatcher.Templates.Rendering;
using Scriban.Syntax;

namespace Dispatcher.Templates.Functions;

/// <summary>The allowed functions of Scriban's <c>math</c>: the arithmetic a partition number or a counter in a name
/// needs.</summary>
/// <remarks>Left out: <c>random</c> and <c>uuid</c>, which are not deterministic, and <c>format</c>, which takes a
/// culture and any width.</remarks>
internal static class NumberFunctions
{
    public static readonly TemplateFunction[] All =
    [
        // A number of the event, rounded the way a parameter wants it.
        new("math.abs", [Parameter.Number("number")], 1, Gives.SameNumber, a => a[0] switch
            {
                long.MinValue => Operators.TooLarge(a.Context),
                long number => Math.Abs(number),
                _ => a.Number(0, out double number) ? Math.Abs(number) : null,
            }),
        new("math.ceil", [Parameter.Number("number")], 1, Gives.Real, a =>
            a.Number(0, out double number) ? Math.Ceiling(number) : null
        ),
        new("math.floor", [Parameter.Number("number")], 1, Gives.Real, a =>
            a.Number(0, out double number) ? Math.Floor(number) : null
        ),
        new("math.round", [Parameter.Number("number"), Parameter.Integer("digits")], 1, Gives.Real, Round),
        // The operators, for the end of a pipe.
        new(
            "math.plus",
            [Parameter.Number("number"), Parameter.Number("with")],
            2,
            Numbers(ScriptBinaryOperator.Add),
            a => Arithmetic(a, ScriptBinaryOperator.Add)
        ),
        new(
            "math.minus",
            [Parameter.Number("number"), Parameter.Number("with")],
            2,
            Numbers(ScriptBinaryOperator.Subtract),
            a => Arithmetic(a, ScriptBinaryOperator.Subtract)
        ),
        new(
            "math.times",
            [Parameter.Number("number"), Parameter.Number("with")],
            2,
            Numbers(ScriptBinaryOperator.Multiply),
            a => Arithmetic(a, ScriptBinaryOperator.Multiply)
        ),
        new(
            "math.modulo",
            [Parameter.Number("number"), Parameter.Number("with")],
            2,
            Numbers(ScriptBinaryOperator.Modulus),
            a => Arithmetic(a, ScriptBinaryOperator.Modulus)
        ),
        new("math.divided_by", [Parameter.Number("number"), Parameter.Number("divisor")], 2, Quotient, DividedBy),
    ];

    private static object? Round(Arguments arguments)
    {
        int digits = 0;
        if (!arguments.Number(0, out double number) || (arguments.Count > 1 && !arguments.Integer(1, out digits)))
            return null;
        return digits is < 0 or > 15
            ? arguments.Fail("the digits are out of range; write a number from 0 to 15")
            : Math.Round(number, digits);
    }

    private static object? Arithmetic(Arguments arguments, ScriptBinaryOperator op) =>
        arguments.Number(0, out _) && arguments.Number(1, out _)
            ? Operators.Arithmetic(arguments.Context, op, arguments[0], arguments[1])
            : null;

    // An integer divisor gives an integer, rounded down; between integers every digit is exact.
    private static object? DividedBy(Arguments arguments)
    {
        if (!arguments.Number(0, out double number) || !arguments.Number(1, out double divisor))
            return null;
        if (divisor == 0)
            return arguments.Fail("a division by zero; guard it with `if` or `?:`");
        if (arguments[0] is long a && arguments[1] is long b)
            return a == long.MinValue && b == -1 ? Operators.TooLarge(arguments.Context) : Floor(a, b);
        double quotient = number / divisor;
        if (arguments[1] is not long)
            return Operators.Finite(arguments.Context, quotient);
        quotient = Math.Floor(quotient);
        return Math.Abs(quotient) < long.MaxValue ? (long)quotient : Operators.TooLarge(arguments.Context);
    }

    private static long Floor(long number, long divisor)
    {
        (long quotient, long rest) = Math.DivRem(number, divisor);
        return rest != 0 && (rest < 0) != (divisor < 0) ? quotient - 1 : quotient;
    }

    private static StaticType Quotient(ImmutableArray<StaticType> types) => new(types[1].Kinds & Kinds.Number);

    private static Func<ImmutableArray<StaticType>, StaticType> Numbers(ScriptBinaryOperator op) =>
        types => new(OperatorTypes.Of(op, new(types[0].Kinds & Kinds.Number), new(types[1].Kinds & Kinds.Number)));
}
