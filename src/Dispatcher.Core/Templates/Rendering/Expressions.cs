using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Scriban.Syntax;

namespace Dispatcher.Templates.Rendering;

/// <summary>A checked expression. It can do only what its kind does: there is no way from here to Scriban's own
/// evaluation.</summary>
/// <param name="Type">What is known of its value before there is an event.</param>
internal abstract record Expression(StaticType Type)
{
    /// <summary>The value; null and <see cref="RenderContext.Failure"/> where it failed.</summary>
    public object? Evaluate(RenderContext rendering) => rendering.Spend(1) ? Compute(rendering) : null;

    protected abstract object? Compute(RenderContext rendering);
}

/// <summary>A literal text, number, <c>true</c>, <c>false</c> or <c>null</c>.</summary>
internal sealed record Constant(object? Value) : Expression(new StaticType(TemplateValue.KindOf(Value)))
{
    protected override object? Compute(RenderContext rendering) => Value;
}

/// <summary><c>[a, b]</c>.</summary>
internal sealed record ListOf(ImmutableArray<Expression> Items)
    : Expression(new StaticType(Kinds.List, Items.Aggregate(Kinds.None, (all, item) => all | item.Type.Kinds)))
{
    protected override object? Compute(RenderContext rendering)
    {
        var values = new object?[Items.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = Items[i].Evaluate(rendering);
        return values;
    }
}

/// <summary><c>left ?? right</c>: the right side is looked at only where the left one is null or missing.</summary>
internal sealed record Coalesce(Expression Left, Expression Right) : Expression(Left.Type.WhereThere.Or(Right.Type))
{
    protected override object? Compute(RenderContext rendering) =>
        Left.Evaluate(rendering) ?? Right.Evaluate(rendering);
}

/// <summary><c>&amp;&amp;</c> and <c>||</c>; the right side is looked at only where it decides.</summary>
internal sealed record Logical(bool IsAnd, Expression Left, Expression Right)
    : Expression(new StaticType(Kinds.Boolean))
{
    protected override object? Compute(RenderContext rendering)
    {
        bool left = TemplateValue.IsTrue(Left.Evaluate(rendering));
        return left == IsAnd ? TemplateValue.IsTrue(Right.Evaluate(rendering)) : left;
    }
}

/// <summary><c>==</c> and <c>!=</c>.</summary>
internal sealed record Equality(bool Negated, Expression Left, Expression Right)
    : Expression(new StaticType(Kinds.Boolean))
{
    protected override object? Compute(RenderContext rendering)
    {
        object? left = Left.Evaluate(rendering),
            right = Right.Evaluate(rendering);
        return rendering.Failure is null ? Operators.AreEqual(rendering, left, right) != Negated : null;
    }
}

/// <summary>A comparison by order.</summary>
internal sealed record Comparison(ScriptBinaryOperator Operator, Expression Left, Expression Right)
    : Expression(new StaticType(Kinds.Boolean))
{
    protected override object? Compute(RenderContext rendering)
    {
        object? left = Left.Evaluate(rendering),
            right = Right.Evaluate(rendering);
        return rendering.Failure is null ? Operators.Order(rendering, Operator, left, right) : null;
    }
}

/// <summary><c>+ - * / // %</c>.</summary>
internal sealed record Calculation(ScriptBinaryOperator Operator, Expression Left, Expression Right, StaticType Type)
    : Expression(Type)
{
    protected override object? Compute(RenderContext rendering)
    {
        object? left = Left.Evaluate(rendering),
            right = Right.Evaluate(rendering);
        return rendering.Failure is null ? Operators.Arithmetic(rendering, Operator, left, right) : null;
    }
}

/// <summary><c>!value</c>.</summary>
internal sealed record Not(Expression Operand) : Expression(new StaticType(Kinds.Boolean))
{
    protected override object? Compute(RenderContext rendering) => !TemplateValue.IsTrue(Operand.Evaluate(rendering));
}

/// <summary><c>-value</c> and <c>+value</c>.</summary>
internal sealed record Signed(bool Negated, Expression Operand)
    : Expression(new StaticType(Operand.Type.Kinds & Kinds.Number))
{
    protected override object? Compute(RenderContext rendering) =>
        Operand.Evaluate(rendering) switch
        {
            long.MinValue when Negated => Operators.TooLarge(rendering),
            long number => Negated ? -number : number,
            double number => Negated ? -number : number,
            null => rendering.Fail(
                Codes.RenderMissing,
                "the value after a sign is null for this event; write `(… ?? …)` to say what to use instead"
            ),
            var other => rendering.Fail(
                $"a sign stands before {TemplateValue.Kind(other)}; it needs a number, "
                    + "which string.to_int makes of a text"
            ),
        };
}

/// <summary><c>condition ? yes : no</c>.</summary>
internal sealed record Choice(Expression Condition, Expression Yes, Expression No) : Expression(Yes.Type.Or(No.Type))
{
    protected override object? Compute(RenderContext rendering)
    {
        bool condition = TemplateValue.IsTrue(Condition.Evaluate(rendering));
        return rendering.Failure is null ? (condition ? Yes : No).Evaluate(rendering) : null;
    }
}

/// <summary>A group where a text is needed: nothing where it took no part.</summary>
internal sealed record OrNothing(Expression Group)
    : Expression(Group.Type with { Kinds = Group.Type.Values | Kinds.Text })
{
    protected override object? Compute(RenderContext rendering)
    {
        object? value = Group.Evaluate(rendering);
        return value is null && rendering.Failure is null ? "" : value;
    }
}
