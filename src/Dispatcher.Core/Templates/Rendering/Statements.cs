using System.Collections.Immutable;
using Dispatcher.Diagnostics;

namespace Dispatcher.Templates.Rendering;

/// <summary>A checked part of a template, in the order it is written.</summary>
internal abstract record Statement
{
    public abstract void Run(RenderContext rendering);

    /// <summary>Runs a list of statements until one fails.</summary>
    public static void RunAll(ImmutableArray<Statement> statements, RenderContext rendering)
    {
        foreach (Statement statement in statements)
        {
            if (!rendering.Spend(1))
                return;
            statement.Run(rendering);
        }
    }
}

/// <summary>Text outside <c>{{ }}</c>.</summary>
internal sealed record LiteralText(string Text) : Statement
{
    public override void Run(RenderContext rendering) => rendering.WriteLiteral(Text);
}

/// <summary><c>{{ expression }}</c>.</summary>
/// <param name="Value">The expression.</param>
/// <param name="Source">The expression as written, for messages.</param>
internal sealed record Output(Expression Value, string Source) : Statement
{
    public override void Run(RenderContext rendering)
    {
        object? value = Value.Evaluate(rendering);
        if (rendering.Failure is not null)
            return;
        // What a message would call it is put together only for what may need one.
        if ((value as string ?? TemplateValue.Text(rendering, value, Quote.Code(Source))) is { } text)
            rendering.WriteValue(text);
    }
}

/// <summary><c>if</c> … <c>else</c> … <c>end</c>; <c>else if</c> is an <c>if</c> in <see cref="Else"/>.</summary>
internal sealed record If(Expression Condition, ImmutableArray<Statement> Then, ImmutableArray<Statement> Else)
    : Statement
{
    public override void Run(RenderContext rendering)
    {
        bool condition = TemplateValue.IsTrue(Condition.Evaluate(rendering));
        if (rendering.Failure is null)
            RunAll(condition ? Then : Else, rendering);
    }
}

/// <summary><c>case</c> … <c>when</c> … <c>else</c> … <c>end</c>: the first branch with an equal value.</summary>
internal sealed record Case(Expression Value, ImmutableArray<When> Branches, ImmutableArray<Statement> Else) : Statement
{
    public override void Run(RenderContext rendering)
    {
        object? value = Value.Evaluate(rendering);
        foreach (When branch in Branches)
        {
            foreach (Expression candidate in branch.Values)
            {
                object? other = candidate.Evaluate(rendering);
                bool equal = rendering.Failure is null && Operators.AreEqual(rendering, value, other);
                if (rendering.Failure is not null)
                    return;
                if (!equal)
                    continue;
                RunAll(branch.Body, rendering);
                return;
            }
        }

        if (rendering.Failure is null)
            RunAll(Else, rendering);
    }
}

/// <summary>One <c>when</c>.</summary>
internal sealed record When(ImmutableArray<Expression> Values, ImmutableArray<Statement> Body);
