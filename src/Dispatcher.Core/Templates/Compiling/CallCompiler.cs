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
    public Expression? Compile(ScriptFunctionCall call) => Compile(call.Target, call, piped: null, hasPiped: false);

    /// <summary>Makes a pipe. Scriban nests <c>a | b | c</c> to the right; the value goes through from the
    /// left.</summary>
    public Expression? Compile(ScriptPipeCall pipe)
    {
        Expression? value = expressions.Compile(pipe.From, optional: false);
        ScriptExpression? to = pipe.To;
        while (to is ScriptPipeCall next)
        {
            value = Step(next.From, value, next);
            to = next.To;
        }

        return Step(to, value, pipe);
    }

    private Call? Step(ScriptExpression? target, Expression? value, ScriptNode pipe)
    {
        switch (target)
        {
            case ScriptFunctionCall call:
                return Compile(call.Target, call, value, hasPiped: true);
            case ScriptMemberExpression or ScriptVariableGlobal:
                return Compile(target, null, value, hasPiped: true);
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
                    "write value | function argument, and brackets around a pipe inside an expression: (value | function) ?? \"…\""
                );
                return null;
        }
    }

    private Call? Compile(ScriptExpression? target, ScriptFunctionCall? call, Expression? piped, bool hasPiped)
    {
        TemplateFunction? function = Find(target, call);
        var values = ImmutableArray.CreateBuilder<Expression>();
        bool complete = function is not null && (!hasPiped || piped is not null);
        if (piped is not null)
            values.Add(piped);
        int count = hasPiped ? 1 : 0;
        foreach (ScriptExpression argument in call?.Arguments ?? Enumerable.Empty<ScriptExpression>())
        {
            count++;
            if (expressions.Compile(argument, optional: false) is { } value)
                values.Add(value);
            else
                complete = false;
        }

        if (function is null)
            return null;
        if (count < function.Required || count > function.Parameters.Length)
        {
            string wanted =
                function.Required == function.Parameters.Length
                    ? $"{function.Required}"
                    : $"{function.Required} to {function.Parameters.Length}";
            expressions.Report(
                Codes.TemplateNotAllowed,
                target!,
                $"{function.Name} takes {wanted} values and gets {count}",
                $"write {function.Usage}"
            );
            return null;
        }

        return complete ? new(function, values.ToImmutable()) : null;
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
                $"there is no function {Quoted.Value(name)}",
                HintFor(name)
            );
        return null;
    }

    // `{{ object.name ".csv" }}` calls object.name: what is meant is a text after it.
    private static string HintFor(string name) =>
        name.Split('.') is [var root, var member]
        && (Roots.FixedMemberOf(root, member) is not null || Roots.OpenRootOf(root) is not null)
            ? $"{Quoted.Value(name)} is a value: write text after it outside {{{{ }}}}, or join with +"
            : FunctionTable.HintFor(name);
}
