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

    /// <summary>Reports an expression that cannot work where it stands.</summary>
    /// <returns>Whether there was nothing to report.</returns>
    public bool Check(TypeProblem? problem, ScriptNode node, string code = Codes.TemplateType)
    {
        if (problem is null)
            return true;
        Report(code, node, problem.Message, problem.Hint);
        return false;
    }

    /// <summary>Makes what decides a branch.</summary>
    public Expression? Condition(ScriptExpression? expression) =>
        Compile(expression, optional: false) is { } value
        && Check(TypeRules.Condition(value, SourceOf(expression!)), expression!)
            ? value
            : null;

    /// <summary>The same where a text is needed: a group that took no part is nothing.</summary>
    public static Expression AsText(Expression value) => value.Type.MayBeNothing ? new OrNothing(value) : value;

    /// <summary>A node as written, for messages: on one line, whatever is in it.</summary>
    public string SourceOf(ScriptNode node)
    {
        int start = OffsetOf(node);
        int end = Math.Clamp(node.Span.End.Offset + 1, start, text.Length);
        return Quote.Whole(text[start..end].Trim());
    }

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
                return Check(
                    TypeRules.Coalesced(left, SourceOf(binary.Left!)),
                    binary.Left!,
                    Codes.TemplateNeverMissing
                )
                    ? new Coalesce(left, right)
                    : null;
            case ScriptBinaryOperator.And or ScriptBinaryOperator.Or:
                return
                    Check(TypeRules.Condition(left, SourceOf(binary.Left!)), binary.Left!)
                    & Check(TypeRules.Condition(right, SourceOf(binary.Right!)), binary.Right!)
                    ? new Logical(binary.Operator == ScriptBinaryOperator.And, left, right)
                    : null;
            case ScriptBinaryOperator.CompareEqual or ScriptBinaryOperator.CompareNotEqual:
                // Only null itself asks for null: to a text, a group that took no part is nothing.
                if (left.Type.Values != 0 && right.Type.Values != 0)
                    (left, right) = (AsText(left), AsText(right));
                return HasMeaning(binary, left, right)
                    ? new Equality(binary.Operator == ScriptBinaryOperator.CompareNotEqual, left, right)
                    : null;
            case ScriptBinaryOperator.CompareLess
            or ScriptBinaryOperator.CompareLessOrEqual
            or ScriptBinaryOperator.CompareGreater
            or ScriptBinaryOperator.CompareGreaterOrEqual:
                (left, right) = (AsText(left), AsText(right));
                return HasMeaning(binary, left, right) ? new Comparison(binary.Operator, left, right) : null;
            case ScriptBinaryOperator.Add
            or ScriptBinaryOperator.Subtract
            or ScriptBinaryOperator.Multiply
            or ScriptBinaryOperator.Divide
            or ScriptBinaryOperator.DivideRound
            or ScriptBinaryOperator.Modulus:
                (left, right) = (AsText(left), AsText(right));
                return HasMeaning(binary, left, right)
                    ? new Calculation(
                        binary.Operator,
                        left,
                        right,
                        new(OperatorTypes.Of(binary.Operator, left.Type, right.Type))
                    )
                    : null;
            default:
                Refuse(binary, NotAllowed.Operator(binary.Operator));
                return null;
        }
    }

    private bool HasMeaning(ScriptBinaryExpression binary, Expression left, Expression right) =>
        Check(
            TypeRules.Operands(
                binary.Operator,
                Operators.Sign(binary.Operator),
                left,
                SourceOf(binary.Left!),
                right,
                SourceOf(binary.Right!)
            ),
            binary
        );

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

        if (unary.Operator == ScriptUnaryOperator.Not)
            return Condition(unary.Right) is { } condition ? new Not(condition) : null;
        return
            Compile(unary.Right, optional: false) is { } operand
            && Check(TypeRules.Signed(operand, SourceOf(unary.Right!)), unary)
            ? new Signed(unary.Operator == ScriptUnaryOperator.Negate, operand)
            : null;
    }

    private Choice? Choose(ScriptConditionalExpression choice)
    {
        Expression? condition = Condition(choice.Condition);
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
