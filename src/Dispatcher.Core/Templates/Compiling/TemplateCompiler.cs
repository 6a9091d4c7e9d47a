using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Templates.Rendering;
using Scriban.Parsing;
using Scriban.Syntax;

namespace Dispatcher.Templates.Compiling;

/// <summary>Parses with Scriban, then walks the whole syntax tree: checks every node, branches that no event takes
/// included, and makes the statements that are run.</summary>
internal sealed class TemplateCompiler
{
    private static readonly ParserOptions Options = new() { ExpressionDepthLimit = 2 * TemplateLimits.TokensInBlock };

    private readonly string text;
    private readonly List<TemplateProblem> problems = [];
    private readonly List<TemplateReference> references = [];
    private readonly ExpressionCompiler expressions;

    private TemplateCompiler(string text, TemplateNames names)
    {
        this.text = text;
        expressions = new(text, names, problems, references);
    }

    /// <summary>The template, or every problem in it.</summary>
    /// <param name="text">The template.</param>
    /// <param name="names">What it may see.</param>
    public static CompiledTemplate Compile(string text, TemplateNames names)
    {
        var compiler = new TemplateCompiler(text, names);
        ImmutableArray<Statement> statements = compiler.Run();
        if (compiler.problems.Count > 0)
            return new([], [], [.. compiler.problems.Distinct().OrderBy(problem => problem.Offset)]);
        return new(statements, [.. compiler.references.OrderBy(reference => reference.Offset)], []);
    }

    private ImmutableArray<Statement> Run()
    {
        ScriptPage? page;
        try
        {
            new TokenGuard(text, problems).Check();
            if (problems.Count > 0)
                return [];
            var parser = new Parser(new Lexer(text, "template"), Options);
            page = parser.Run();
            if (parser.HasErrors)
            {
                SyntaxProblems.AddTo(problems, text, parser.Messages);
                return [];
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The lexer and the parser are Scriban's, and the text may be anything: whatever they throw means that
            // they cannot read it.
            problems.Add(
                new(
                    Codes.TemplateSyntax,
                    0,
                    "the template cannot be read",
                    "write {{ name.member }} for a value and plain text around it"
                )
            );
            return [];
        }

        return page?.Body is { } body ? Block(body) : [];
    }

    private ImmutableArray<Statement> Block(ScriptBlockStatement? block)
    {
        if (block is null)
            return [];
        var statements = ImmutableArray.CreateBuilder<Statement>();
        foreach (ScriptStatement statement in block.Statements)
        {
            if (One(statement) is { } compiled)
                statements.Add(compiled);
        }

        return statements.ToImmutable();
    }

    private Statement? One(ScriptStatement statement)
    {
        switch (statement)
        {
            case ScriptRawStatement raw:
                return Literal(raw);
            case ScriptEscapeStatement or ScriptEndStatement or ScriptNopStatement:
                return null;
            case ScriptExpressionStatement { Expression: { } expression }:
                return Written(expression);
            case ScriptIfStatement { Condition: { } condition } choice:
                return IfThen(choice, condition);
            case ScriptCaseStatement { Value: { } subject } choice:
                return CaseOf(choice, subject);
            default:
                (string what, string hint) = NotAllowed.Statement(statement);
                problems.Add(
                    new(
                        Codes.TemplateNotAllowed,
                        OffsetOf(statement),
                        $"{what} is not part of the template language",
                        hint
                    )
                );
                return null;
        }
    }

    private Output? Written(ScriptExpression expression)
    {
        string source = expressions.SourceOf(expression);
        return
            expressions.Compile(expression, optional: false) is { } value
            && expressions.Check(TypeRules.Output(value, source), expression)
            ? new(ExpressionCompiler.AsText(value), source)
            : null;
    }

    private LiteralText? Literal(ScriptRawStatement raw)
    {
        string literal = raw.Text.ToString() ?? "";
        int at = LiteralCheck.ControlCharacterIn(literal);
        if (at >= 0)
        {
            problems.Add(
                new(
                    Codes.TemplateNotAllowed,
                    OffsetOf(raw) + at,
                    $"the text around {{{{ }}}} has the control character U+{(int)literal[at]:X4}, "
                        + "which no rendered string may have",
                    "write the template on one line (`>-` instead of `|` in YAML), or strip it with `{{-` and `-}}`"
                )
            );
        }

        return literal.Length == 0 ? null : new(literal);
    }

    private If? IfThen(ScriptIfStatement choice, ScriptExpression test)
    {
        Expression? condition = expressions.Condition(test);
        ImmutableArray<Statement> then = Block(choice.Then);
        ImmutableArray<Statement> otherwise = Otherwise(choice.Else);
        return condition is null ? null : new(condition, then, otherwise);
    }

    private ImmutableArray<Statement> Otherwise(ScriptConditionStatement? statement) =>
        statement switch
        {
            ScriptElseStatement otherwise => Block(otherwise.Body),
            ScriptIfStatement { Condition: { } condition } next => IfThen(next, condition) is { } nested
                ? [nested]
                : [],
            _ => [],
        };

    private Case? CaseOf(ScriptCaseStatement choice, ScriptExpression subject)
    {
        Expression? value = expressions.Compile(subject, optional: false);
        bool asksForNull = false;
        var branches = ImmutableArray.CreateBuilder<When>();
        ImmutableArray<Statement> otherwise = [];
        ScriptConditionStatement? next = choice.Body?.Statements.OfType<ScriptConditionStatement>().FirstOrDefault();
        while (next is ScriptWhenStatement branch)
        {
            var candidates = ImmutableArray.CreateBuilder<Expression>();
            foreach (ScriptExpression candidate in branch.Values)
            {
                if (expressions.Compile(candidate, optional: false) is not { } compiled)
                    continue;
                asksForNull |= compiled.Type.Values == 0;
                if (value is null || IsComparable(subject, value, candidate, compiled))
                    candidates.Add(ExpressionCompiler.AsText(compiled));
            }

            branches.Add(new(candidates.ToImmutable(), Block(branch.Body)));
            next = branch.Next;
        }

        if (next is ScriptElseStatement last)
            otherwise = Block(last.Body);
        if (value is null)
            return null;
        // Only null itself asks for null: to a text, a group that took no part is nothing.
        return new(asksForNull ? value : ExpressionCompiler.AsText(value), branches.ToImmutable(), otherwise);
    }

    private bool IsComparable(
        ScriptExpression subject,
        Expression value,
        ScriptExpression candidate,
        Expression compiled
    ) =>
        expressions.Check(
            TypeRules.Operands(
                ScriptBinaryOperator.CompareEqual,
                "==",
                value,
                expressions.SourceOf(subject),
                compiled,
                expressions.SourceOf(candidate)
            ),
            candidate
        );

    private int OffsetOf(ScriptNode node) => Math.Clamp(node.Span.Start.Offset, 0, text.Length);
}
