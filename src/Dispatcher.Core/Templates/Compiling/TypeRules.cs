using Dispatcher.Diagnostics;
using Dispatcher.Templates.Functions;
using Dispatcher.Templates.Rendering;
using Scriban.Syntax;

namespace Dispatcher.Templates.Compiling;

/// <summary>Which types an expression may have where it stands. Each rule gives what is wrong and what to write
/// instead, or null.</summary>
/// <remarks>routes-v1, "Templates", "Typed at load". What passes here never meets a value of the wrong kind when it is
/// rendered, but below <c>event.raw</c>.</remarks>
internal static class TypeRules
{
    /// <summary><c>if</c>, <c>?:</c>, <c>&amp;&amp;</c>, <c>||</c>, <c>!</c>: what is not null and not false is
    /// true.</summary>
    public static TypeProblem? Condition(Expression value, string source)
    {
        StaticType type = value.Type;
        Kinds others = type.Values & ~Kinds.Boolean;
        bool decides = (type.Values & Kinds.Boolean) != 0 ? others == Kinds.None : type.MayBeMissing;
        if (type.IsAny || decides)
            return null;
        string always =
            (type.Values & Kinds.Boolean) != 0 || type.MayBeMissing ? "where it is not null or false" : "always";
        return new(
            $"{Quote.Code(source)} is {StaticType.Words(others)}, which is {always} true in a condition",
            Comparison(value, source)
        );
    }

    /// <summary>The left of <c>??</c>.</summary>
    public static TypeProblem? Coalesced(Expression left, string source)
    {
        if (left.Type.MayBeMissing)
            return null;
        string hint = left switch
        {
            OpenLookup { Root: var root } when root == OpenRoot.Groups =>
                $"every match has the group; take `?? …` away, or write `{source} == \"\" ? … : {source}` "
                    + "for an empty one",
            OpenLookup => $"a var always has a text; take `?? …` away, or write `{source} == \"\" ? … : {source}`",
            Call or Calculation =>
                "take `?? …` away, or write it inside, after the look-up that may be missing: (config.x ?? \"…\")",
            _ => "take `?? …` away",
        };
        return new($"{Quote.Code(source)} is never missing, so what stands after `??` is never used", hint);
    }

    /// <summary>A value that becomes text: <c>{{ … }}</c>.</summary>
    public static TypeProblem? Output(Expression value, string source)
    {
        StaticType type = value.Type;
        if (type.IsAny || ((type.Values & ~Kinds.Printable) == 0 && type.Kinds is not (Kinds.None or Kinds.Null)))
            return null;
        if (type.Values == 0)
            return new($"{Quote.Code(source)} is always null", "write the text that is meant");
        return new(
            $"{Quote.Code(source)} is {StaticType.Words(type.Values & ~Kinds.Printable)}, which has no text",
            (type.Values & Kinds.Object) != 0
                ? $"name one of its parts, such as {source}.NAME, or write {source} | object.to_json"
                : $"write {source} | array.join \",\", or {source} | object.to_json"
        );
    }

    /// <summary>An argument of a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="index">Which of its parameters.</param>
    /// <param name="value">The argument.</param>
    /// <param name="source">The argument as written.</param>
    /// <param name="rest">What is written after the function's name, for a piped argument; else null.</param>
    public static TypeProblem? Argument(
        TemplateFunction function,
        int index,
        Expression value,
        string source,
        string? rest
    )
    {
        Parameter parameter = function.Parameters[index];
        StaticType type = value.Type;
        string what = $"the {parameter.Name} of {function.Name}";
        if (type.Values == 0 && type.Kinds != Kinds.Nothing && (parameter.Kinds & Kinds.Null) == 0)
            return new($"{what} is always null", $"write {function.Usage}");
        Kinds wrong = type.IsAny ? Kinds.None : type.Values & ~parameter.Kinds;
        if (wrong == Kinds.None)
        {
            Kinds items = (type.Values & Kinds.List) == 0 || type.IsAny ? Kinds.None : type.Items & ~parameter.Items;
            bool known = (type.Items & Kinds.Value) != Kinds.Value;
            return known && (items & Kinds.Value) != 0
                ? new(
                    $"an item of {what} is {StaticType.Words(items & Kinds.Value)}, "
                        + $"not {StaticType.Words(parameter.Items)}",
                    $"write {function.Usage}, over a list of texts and numbers"
                )
                : null;
        }

        string hint =
            Conversion(wrong, parameter.Kinds, source) is not { } converted ? $"write {function.Usage}"
            : rest is null ? $"write {converted}"
            : $"write {Bare(converted)} | {function.Name}{rest}";
        return new($"{what} is {StaticType.Words(wrong)}, not {StaticType.Words(parameter.Kinds)}", hint);
    }

    /// <summary>Two operands.</summary>
    public static TypeProblem? Operands(
        ScriptBinaryOperator op,
        string sign,
        Expression left,
        string leftSource,
        Expression right,
        string rightSource
    )
    {
        bool equality = op is ScriptBinaryOperator.CompareEqual or ScriptBinaryOperator.CompareNotEqual;
        bool leftIsNull = left.Type.Values == 0,
            rightIsNull = right.Type.Values == 0;
        if (equality && (leftIsNull || rightIsNull))
            return null;
        if (leftIsNull || rightIsNull)
            return new(
                $"the {(leftIsNull ? "left" : "right")} of {sign} is always null",
                "write the value that is meant, or == to ask for null"
            );
        if (OperatorTypes.Of(op, left.Type, right.Type) != Kinds.None)
            return null;
        return new(
            $"{sign} has no meaning between {StaticType.Words(left.Type.Values)} and "
                + $"{StaticType.Words(right.Type.Values)}",
            OperandHint(op, sign, left, leftSource, right, rightSource)
        );
    }

    public static TypeProblem? Signed(Expression operand, string source)
    {
        StaticType type = operand.Type;
        if (type.IsAny || (type.Values != 0 && (type.Values & ~Kinds.Number) == 0))
            return null;
        return new(
            type.Values == 0
                ? "a sign stands before null"
                : $"a sign stands before {StaticType.Words(type.Values & ~Kinds.Number)}",
            (type.Values & Kinds.Text) != 0 ? $"write -({Bare(source)} | string.to_int)" : "a sign needs a number"
        );
    }

    private static string OperandHint(
        ScriptBinaryOperator op,
        string sign,
        Expression left,
        string leftSource,
        Expression right,
        string rightSource
    )
    {
        string? Converted(Expression value, string source, Kinds wanted) =>
            (value.Type.Values & wanted) == value.Type.Values ? source
            : value.Type.Values == Kinds.Text ? Conversion(Kinds.Text, wanted, source)
            : null;
        Kinds other =
            (left.Type.Values & Kinds.Date) != 0 || (right.Type.Values & Kinds.Date) != 0 ? Kinds.Date : Kinds.Number;
        if (
            op != ScriptBinaryOperator.Add
            && Converted(left, leftSource, other) is { } a
            && Converted(right, rightSource, other) is { } b
            && (other == Kinds.Number || IsComparison(op))
        )
            return $"write {Grouped(a)} {sign} {Grouped(b)}";
        return IsComparison(op)
            ? "compare two texts, two numbers (string.to_int makes one of a text) or two dates"
            : "both sides must be numbers; string.to_int makes one of a text, array.join a text of a list";
    }

    private static bool IsComparison(ScriptBinaryOperator op) =>
        op
            is ScriptBinaryOperator.CompareEqual
                or ScriptBinaryOperator.CompareNotEqual
                or ScriptBinaryOperator.CompareLess
                or ScriptBinaryOperator.CompareLessOrEqual
                or ScriptBinaryOperator.CompareGreater
                or ScriptBinaryOperator.CompareGreaterOrEqual;

    // What makes the wanted kind of the one that is there.
    private static string? Conversion(Kinds from, Kinds wanted, string source)
    {
        string bare = Bare(source);
        if (from == Kinds.Text && (wanted & Kinds.Date) != 0)
            return $"({bare} | date.parse '%Y%m%d')";
        if (from == Kinds.Text && (wanted & Kinds.Number) != 0)
            return $"({bare} | string.to_int)";
        if (from == Kinds.Text && (wanted & Kinds.List) != 0)
            return $"({bare} | string.split '/')";
        if (from == Kinds.Real && (wanted & Kinds.Integer) != 0)
            return $"({bare} | math.round | string.to_int)";
        if (from == Kinds.List && (wanted & Kinds.Text) != 0)
            return $"({bare} | array.join ',')";
        return null;
    }

    private static string Comparison(Expression value, string source) =>
        value.Type.Values switch
        {
            Kinds.Text when value is OpenLookup { Root: var root } && root == OpenRoot.Groups =>
                $"write {source} != \"\"",
            Kinds.Integer or Kinds.Real or Kinds.Number => $"write {Grouped(source)} != 0",
            Kinds.List => $"write ({source} | array.size) > 0",
            Kinds.Date => "compare it with another date",
            Kinds.Object => "compare one of its parts",
            Kinds.Text | Kinds.Boolean =>
                $"write {Grouped(source.Replace("?? false", "?? \"false\"", StringComparison.Ordinal))} == \"true\"",
            _ => $"write {Grouped(source)} == \"true\", or whatever text is meant",
        };

    // An operand in brackets, where it is more than a name.
    private static string Grouped(string source) =>
        source.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.') || source is ['(', .., ')'] or ['"', .., '"']
            ? source
            : $"({source})";

    // Without the brackets around the whole.
    private static string Bare(string source)
    {
        if (source is not ['(', .., ')'])
            return source;
        int depth = 0;
        for (int i = 0; i < source.Length - 1; i++)
        {
            depth += source[i] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if (depth == 0)
                return source;
        }

        return source[1..^1];
    }
}
