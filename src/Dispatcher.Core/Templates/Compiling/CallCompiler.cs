using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Templates.Functions;
using Dispatcher.Templates.Rendering;
using Scriban.Syntax;

namespace Dispatcher.Templates.Compiling;

/// <summary>Checks calls and pipes: the function is on the allow-list, and the arguments are as many as it
/// takes.</summary>
internal sealed class CallCompiler(ExpressionCompiler expressions)
{
    /// <summary>Makes a call without a pipe: <c>string.append object.stem ".csv"</c>.</summary>
    public Expression? Compile(ScriptFunctionCall call) => Compile(call.Target, call, piped: null, pipedFrom: null);

    /// <summary>Makes a pipe. Scriban nests <c>a | b | c</c> to the right; the value goes through from the
    /// left.</summary>
    public Expression? Compile(ScriptPipeCall pipe)
    {
        Expression? value = expressions.Compile(pipe.From, optional: false);
        string source = pipe.From is null ? "" : expressions.SourceOf(pipe.From);
        ScriptExpression? to = pipe.To;
        while (to is ScriptPipeCall next)
        {
            value = Step(next.From, value, source, next);
            source = next.From is null ? source : $"{source} | {expressions.SourceOf(next.From)}";
            to = next.To;
        }

        return Step(to, value, source, pipe);
    }

    private Call? Step(ScriptExpression? target, Expression? value, string source, ScriptNode pipe)
    {
        switch (target)
        {
            case ScriptFunctionCall call:
                return Compile(call.Target, call, value, source);
            case ScriptMemberExpression or ScriptVariableGlobal:
                return Compile(target, null, value, source);
            case ScriptBinaryExpression
            {
                Operator: ScriptBinaryOperator.Subtract,
                Left: ScriptMemberExpression or ScriptFunctionCall
            }:
                expressions.Report(
                    Codes.TemplateNotAllowed,
                    target,
                    "a pipe ends in a subtraction",
                    "put a negative argument in brackets, as in (-1), or the whole pipe, as in (value | function) - 1"
                );
                return null;
            default:
                expressions.Report(
                    Codes.TemplateNotAllowed,
                    target ?? pipe,
                    "a pipe does not end in a function",
                    "write value | function argument, and brackets around a pipe inside an expression: "
                        + "(value | function) ?? \"…\""
                );
                return null;
        }
    }

    private Call? Compile(ScriptExpression? target, ScriptFunctionCall? call, Expression? piped, string? pipedFrom)
    {
        TemplateFunction? function = Find(target, call);
        bool hasPiped = pipedFrom is not null;
        var values = new List<Expression?>();
        var sources = new List<string>();
        if (hasPiped)
        {
            values.Add(piped);
            sources.Add(pipedFrom!);
        }

        foreach (ScriptExpression argument in call?.Arguments ?? Enumerable.Empty<ScriptExpression>())
        {
            values.Add(expressions.Compile(argument, optional: false));
            sources.Add(expressions.SourceOf(argument));
        }

        if (function is null)
            return null;
        if (values.Count < function.Required || values.Count > function.Parameters.Length)
        {
            string wanted =
                function.Required == function.Parameters.Length
                    ? $"{function.Required}"
                    : $"{function.Required} to {function.Parameters.Length}";
            expressions.Report(
                Codes.TemplateNotAllowed,
                target!,
                $"{function.Name} takes {wanted} values and gets {values.Count}",
                $"write {function.Usage}"
            );
            return null;
        }

        bool fits = true;
        string rest = string.Concat(sources.Skip(1).Select(source => " " + source));
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] is not { } value)
                continue;
            if ((function.Parameters[i].Kinds & (Kinds.Text | Kinds.Null)) == Kinds.Text)
                value = ExpressionCompiler.AsText(value);
            values[i] = value;
            fits &= expressions.Check(
                TypeRules.Argument(function, i, value, sources[i], i == 0 && hasPiped ? rest : null),
                target!
            );
        }

        if (!fits || values.Contains(null))
            return null;
        ImmutableArray<Expression> arguments = [.. values.OfType<Expression>()];
        return expressions.Check(function.Check?.Invoke(arguments), target!, Codes.TemplateUnknownFormat)
            ? new(function, arguments, function.Gives([.. arguments.Select(argument => argument.Type)]))
            : null;
    }

    private TemplateFunction? Find(ScriptExpression? target, ScriptFunctionCall? call)
    {
        string? name = target switch
        {
            ScriptVariableGlobal variable => variable.Name,
            ScriptMemberExpression { Target: ScriptVariableGlobal root, Member: { } member } =>
                $"{root.Name}.{member.Name}",
            _ => null,
        };
        if (name is not null && FunctionTable.TryFind(name, out TemplateFunction? function))
            return function;
        ScriptNode place = target ?? (ScriptNode)call!;
        if (name is "include" or "include_join")
            expressions.Refuse(place, ($"`{name}`", "define a var, which is a template too"));
        else if (name is null)
            expressions.Report(
                Codes.TemplateUnknownFunction,
                place,
                "a value stands where a function must",
                "write value | function argument, or join with +"
            );
        else
            expressions.Report(
                Codes.TemplateUnknownFunction,
                place,
                $"there is no function {Quote.Code(name)}",
                HintFor(name)
            );
        return null;
    }

    // `{{ object.name ".csv" }}` calls object.name: what is meant is a text after it.
    private static string HintFor(string name) =>
        name.Split('.') is [var root, var member]
        && (Roots.FixedMemberOf(root, member) is not null || Roots.OpenRootOf(root) is not null)
            ? $"{Quote.Code(name)} is a value: write text after it outside {{{{ }}}}, or join with +"
            : FunctionTable.HintFor(name);
}
