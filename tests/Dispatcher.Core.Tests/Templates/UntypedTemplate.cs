using System.Collections.Immutable;
using Dispatcher.Templates;
using Dispatcher.Templates.Compiling;
using Dispatcher.Templates.Functions;
using Dispatcher.Templates.Rendering;
using Scriban;
using Scriban.Syntax;

namespace Dispatcher.Core.Tests.Templates;

/// <summary>A template of one expression that is run without a look at its types, as templates were before they had
/// any: the oracle of what the types refuse.</summary>
internal static class UntypedTemplate
{
    /// <summary>The template; null where something else than its types is wrong.</summary>
    public static TextTemplate? Of(string text) =>
        Template.Parse(text) is { HasErrors: false, Page.Body.Statements: var statements }
        && statements.OfType<ScriptExpressionStatement>().Single() is { Expression: var only }
        && Of(only) is { } value
            ? new TextTemplate(text, new([new Output(ExpressionCompiler.AsText(value), text)], [], []))
            : null;

    private static Expression? Of(ScriptExpression? expression) =>
        expression switch
        {
            ScriptLiteral { Value: int number } => new Constant((long)number),
            ScriptLiteral literal => new Constant(literal.Value),
            ScriptNestedExpression nested => Of(nested.Expression),
            ScriptArrayInitializerExpression list => All(list.Values) is { } items ? new ListOf(items) : null,
            ScriptBinaryExpression { Operator: ScriptBinaryOperator.EmptyCoalescing } => LookUp(expression),
            ScriptBinaryExpression binary => All([binary.Left!, binary.Right!]) is [var left, var right]
                ? Binary(binary.Operator, left, right)
                : null,
            ScriptFunctionCall call => Call(call),
            ScriptMemberExpression { Target: ScriptVariableGlobal } => LookUp(expression),
            ScriptMemberExpression member => Part(member.Target, new Constant(member.Member!.Name)),
            ScriptIndexerExpression indexer => Part(indexer.Target, Of(indexer.Index)),
            ScriptUnaryExpression unary => Of(unary.Right) is { } operand
                ? new Signed(unary.Operator == ScriptUnaryOperator.Negate, operand)
                : null,
            _ => null,
        };

    private static ImmutableArray<Expression>? All(IEnumerable<ScriptExpression> expressions)
    {
        ImmutableArray<Expression?> all = [.. expressions.Select(Of)];
        return all.Contains(null) ? null : [.. all.OfType<Expression>()];
    }

    // A look-up is right for every event, or is none.
    private static Expression? LookUp(ScriptExpression expression) =>
        TemplateCompiler.Compile($"{{{{ {expression} }}}}", Sample.Names).Statements is [Output output]
            ? output.Value is OrNothing group
                ? group.Group
                : output.Value
            : null;

    private static Part? Part(ScriptExpression? target, Expression? key) =>
        Of(target) is { } value && key is not null ? new Part(value, key, Optional: false, StaticType.Any) : null;

    private static Expression Binary(ScriptBinaryOperator op, Expression left, Expression right)
    {
        bool equality = op is ScriptBinaryOperator.CompareEqual or ScriptBinaryOperator.CompareNotEqual;
        if (!equality || (left.Type.Values != 0 && right.Type.Values != 0))
            (left, right) = (ExpressionCompiler.AsText(left), ExpressionCompiler.AsText(right));
        return op switch
        {
            ScriptBinaryOperator.CompareEqual or ScriptBinaryOperator.CompareNotEqual => new Equality(
                op == ScriptBinaryOperator.CompareNotEqual,
                left,
                right
            ),
            ScriptBinaryOperator.CompareLess
            or ScriptBinaryOperator.CompareLessOrEqual
            or ScriptBinaryOperator.CompareGreater
            or ScriptBinaryOperator.CompareGreaterOrEqual => new Comparison(op, left, right),
            _ => new Calculation(op, left, right, new(OperatorTypes.Of(op, left.Type, right.Type))),
        };
    }

    private static Call? Call(ScriptFunctionCall call)
    {
        Assert.True(FunctionTable.TryFind(call.Target!.ToString(), out TemplateFunction? function));
        if (All(call.Arguments) is not { } values)
            return null;
        values =
        [
            .. values.Select(
                (value, i) =>
                    (function.Parameters[i].Kinds & (Kinds.Text | Kinds.Null)) == Kinds.Text
                        ? ExpressionCompiler.AsText(value)
                        : value
            ),
        ];
        return new(function, values, function.Gives([.. values.Select(value => value.Type)]));
    }
}
