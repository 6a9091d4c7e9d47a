using Scriban.Syntax;

namespace Dispatcher.Templates.Compiling;

/// <summary>What Scriban has and templates do not: its name, and what to write instead.</summary>
/// <remarks>routes-v1, "Templates", "A small language on purpose".</remarks>
internal static class NotAllowed
{
    public static (string What, string Hint) Statement(ScriptStatement statement) =>
        statement switch
        {
            ScriptTableRowStatement => ("`tablerow`", "write one route, or one binding, for each value"),
            ScriptForStatement => (
                "`for`",
                "write one route, or one binding, for each value; array.join makes one text of a list"
            ),
            ScriptWhileStatement => ("`while`", "write one route, or one binding, for each value"),
            ScriptFunction => ("`func`", "define a var, which is a template too"),
            ScriptCaptureStatement => ("`capture`", "define a var, which is a template too"),
            ScriptImportStatement => ("`import`", "name values in full, such as object.name"),
            ScriptWithStatement => ("`with`", "name values in full, such as object.name"),
            ScriptWrapStatement => ("`wrap`", "write the text where it is wanted"),
            ScriptReadOnlyStatement => ("`readonly`", "take it out; nothing in a template can change"),
            ScriptReturnStatement => ("`ret`", "use `if` … `else` … `end`"),
            ScriptBreakStatement => ("`break`", "use `if` … `else` … `end`"),
            ScriptContinueStatement => ("`continue`", "use `if` … `else` … `end`"),
            _ => ("this statement", "use text, {{ expressions }}, `if` and `case`"),
        };

    public static (string What, string Hint) Expression(ScriptExpression expression) =>
        expression switch
        {
            ScriptAssignExpression => ("an assignment", "define a var, which is a template too; write == to compare"),
            ScriptIncrementDecrementExpression => ("an assignment by ++ or --", "write + 1 or - 1"),
            ScriptAnonymousFunction => ("an anonymous function", "define a var, which is a template too"),
            ScriptThisExpression => ("`this`", "name values in full, such as object.name"),
            ScriptObjectInitializerExpression => (
                "an object",
                "write the structure in YAML, under `root` or `simple`, and templates in its strings"
            ),
            ScriptInterpolatedStringExpression or ScriptInterpolatedExpression => (
                "an interpolated string",
                "write the text outside {{ }}, or join with +"
            ),
            ScriptIsEmptyExpression => ("`.empty?`", "write == \"\" or string.empty"),
            ScriptNamedArgument => ("a named argument", "write the argument without its name"),
            ScriptVariableLocal => ("a local variable", "define a var, and write vars.NAME"),
            _ => (
                "this expression",
                "use names, texts, numbers, operators and the functions of string, array, date and math"
            ),
        };

    public static (string What, string Hint) Operator(ScriptBinaryOperator op) =>
        op switch
        {
            ScriptBinaryOperator.RangeInclude or ScriptBinaryOperator.RangeExclude => (
                "a range",
                "write the values as a list, [1, 2, 3]"
            ),
            ScriptBinaryOperator.ShiftLeft or ScriptBinaryOperator.ShiftRight => (
                "a shift",
                "write * or / and a power of two"
            ),
            ScriptBinaryOperator.NotEmptyCoalescing => ("`?!`", "write `condition ? yes : no`"),
            ScriptBinaryOperator.Power => ("a power", "write the product"),
            _ => ("this operator", "use + - * / // % == != < <= > >= && || ?? and ?:"),
        };

    public static (string What, string Hint) Unary(ScriptUnaryOperator op) =>
        op switch
        {
            ScriptUnaryOperator.FunctionAlias => ("`@`", "call the function: value | function"),
            ScriptUnaryOperator.FunctionParametersExpand => ("`^`", "write the arguments one by one"),
            _ => ("this operator", "use ! - and +"),
        };
}
