using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Templates.Rendering;
using Scriban.Syntax;

namespace Dispatcher.Templates.Compiling;

/// <summary>Checks an expression of Scriban's tree and makes ours of it. A null result means that there is a problem,
/// already reported; the walk goes on, so that all of them are.</summary>
/// <remarks>It calls itself once for each level of the tree, of which <see cref="TokenGuard"/> allows at most
/// <see cref="TemplateLimits.TokensInBlock"/>.</remarks>
internal sealed class ExpressionCompiler
{
    private readonly string text;
    private readonly List<TemplateProblem> problems;
    private readonly LookupCompiler lookups;
    private readonly CallCompiler calls;

    public ExpressionCompiler(
        string text,
        TemplateNames names,
        List<TemplateProblem> problems,
        List<TemplateReference> references
    )
    {
        this.text = text;
        this.problems = problems;
        lookups = new(this, names, references);
        calls = new(this);
    }

    /// <summary>Makes an expression.</summary>
    /// <param name="expression">A node of Scriban's tree.</param>
    /// <param name="optional">Whether it stands left of <c>??</c>, so that a look-up may be missing.</param>
    public Expression? Compile(ScriptExpression? expression, bool optional)
    {
        switch (expression)
        {
            case null:
                return null;
            case ScriptLiteral literal:
                return Literal(literal);
            case ScriptNestedExpression nested:
                return Compile(nested.Expression, optional);
            case ScriptMemberExpression or ScriptIndexerExpression or ScriptVariableGlobal:
                return lookups.Compile(expression, optional);
            case ScriptFunctionCall call:
                return calls.Compile(call);
            case ScriptPipeCall pipe:
                return calls.Compile(pipe);
            case ScriptBinaryExpression binary:
                return Binary(binary, optional);
            case ScriptUnaryExpression unary when expression.GetType() == typeof(ScriptUnaryExpression):
                return Unary(unary);
            case ScriptConditionalExpression choice:
                return Choose(choice);
            case ScriptArrayInitializerExpression list:
                return List(list);
            default:
                Refuse(expression, NotAllowed.Expression(expression));
                return null;
        }
    }

    /// <summary>Reports a problem at a node.</summary>
    public void Report(string code, ScriptNode node, string message, string hint) =>
        problems.Add(new(code, OffsetOf(node), message, hint));

    /// <summary>Reports something that Scriban has and templates do not.</summary>
    public void Refuse(ScriptNode node, (string What, string Hint) part) =>
        Report(Codes.TemplateNotAllowed, node, $"{part.What} is not part of the template language", part.Hint);

    /// <summary>Where a node begins.</summary>
    public int OffsetOf(ScriptNode node) => Math.Clamp(node.Span.Start.Offset, 0, text.Length);

    private Constant? Literal(ScriptLiteral literal)
    {
        switch (literal.Value)
        {
            case null or bool or string or double:
                return new(literal.Value);
            case int number:
                return new((long)number);
            case long number:
                return new(number);
            default:
                Report(
                    Codes.TemplateNotAllowed,
                    literal,
                    "the number is not one of 64 bits",
                    "write a smaller one without a suffix, or write it as a text"
                );
                return null;
        }
    }

    private Expression? Binary(ScriptBinaryExpression binary, bool optional)
    {
        bool coalesces = binary.Operator == ScriptBinaryOperator.EmptyCoalescing;
        Expression? left = Compile(binary.Left, coalesces);
        Expression? right = Compile(binary.Right, coalesces && optional);
        if (left is null || right is null)
        {
            if (!IsAllowed(binary.Operator))
                Refuse(binary, NotAllowed.Operator(binary.Operator));
            return null;
        }

        switch (binary.Operator)
        {
            case ScriptBinaryOperator.EmptyCoalescing:
                return new Coalesce(left, right);
            case ScriptBinaryOperator.And or ScriptBinaryOperator.Or:
                return new Logical(binary.Operator == ScriptBinaryOperator.And, left, right);
            case ScriptBinaryOperator.CompareEqual or ScriptBinaryOperator.CompareNotEqual:
                return new Equality(binary.Operator == ScriptBinaryOperator.CompareNotEqual, left, right);
            case ScriptBinaryOperator.CompareLess
            or ScriptBinaryOperator.CompareLessOrEqual
            or ScriptBinaryOperator.CompareGreater
            or ScriptBinaryOperator.CompareGreaterOrEqual:
                return new Comparison(binary.Operator, left, right);
            case ScriptBinaryOperator.Add
            or ScriptBinaryOperator.Subtract
            or ScriptBinaryOperator.Multiply
            or ScriptBinaryOperator.Divide
            or ScriptBinaryOperator.DivideRound
            or ScriptBinaryOperator.Modulus:
                return new Calculation(binary.Operator, left, right);
            default:
                Refuse(binary, NotAllowed.Operator(binary.Operator));
                return null;
        }
    }

    private static bool IsAllowed(ScriptBinaryOperator op) =>
        op
            is ScriptBinaryOperator.EmptyCoalescing
                or ScriptBinaryOperator.And
                or ScriptBinaryOperator.Or
                or ScriptBinaryOperator.CompareEqual
                or ScriptBinaryOperator.CompareNotEqual
                or ScriptBinaryOperator.CompareLess
                or ScriptBinaryOperator.CompareLessOrEqual
                or ScriptBinaryOperator.CompareGreater
                or ScriptBinaryOperator.CompareGreaterOrEqual
                or ScriptBinaryOperator.Add
                or ScriptBinaryOperator.Subtract
                or ScriptBinaryOperator.Multiply
                or ScriptBinaryOperator.Divide
                or ScriptBinaryOperator.DivideRound
                or ScriptBinaryOperator.Modulus;

    private Expression? Unary(ScriptUnaryExpression unary)
    {
        if (unary.Operator is not (ScriptUnaryOperator.Not or ScriptUnaryOperator.Negate or ScriptUnaryOperator.Plus))
        {
            Refuse(unary, NotAllowed.Unary(unary.Operator));
            return null;
        }

        if (Compile(unary.Right, optional: false) is not { } operand)
            return null;
        return unary.Operator == ScriptUnaryOperator.Not
            ? new Not(operand)
            : new Signed(unary.Operator == ScriptUnaryOperator.Negate, operand);
    }

    private Choice? Choose(ScriptConditionalExpression choice)
    {
        Expression? condition = Compile(choice.Condition, optional: false);
        Expression? yes = Compile(choice.ThenValue, optional: false);
        Expression? no = Compile(choice.ElseValue, optional: false);
        return condition is null || yes is null || no is null ? null : new(condition, yes, no);
    }

    private ListOf? List(ScriptArrayInitializerExpression list)
    {
        var items = ImmutableArray.CreateBuilder<Expression>();
        bool complete = true;
        foreach (ScriptExpression value in list.Values)
        {
            if (Compile(value, optional: false) is { } item)
                items.Add(item);
            else
                complete = false;
        }

        return complete ? new(items.ToImmutable()) : null;
    }
}
