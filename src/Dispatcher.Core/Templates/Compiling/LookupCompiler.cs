using System.Globalization;
using Dispatcher.Diagnostics;
using Dispatcher.Templates.Functions;
using Dispatcher.Templates.Rendering;
using Scriban.Parsing;
using Scriban.Syntax;

namespace Dispatcher.Templates.Compiling;

/// <summary>Checks look-ups: <c>object.name</c>, <c>groups["1"]</c>, <c>event.raw.data.items[0].id</c>.</summary>
internal sealed class LookupCompiler(
    ExpressionCompiler expressions,
    TemplateNames names,
    List<TemplateReference> references
)
{
    /// <summary>One step of a look-up: a dot and a name, or an index.</summary>
    private readonly record struct Step(ScriptNode Node, string? Name, ScriptExpression? Index);

    /// <summary>Makes a look-up of a name with its dots and indexes.</summary>
    public Expression? Compile(ScriptExpression expression, bool optional)
    {
        if (!TryFlatten(expression, out ScriptExpression origin, out List<Step> steps))
            return null;
        if (origin is ScriptVariableGlobal variable)
            return FromRoot(variable, steps, optional);
        return expressions.Compile(origin, optional) is { } target ? Parts(target, steps, 0, optional) : null;
    }

    // A look-up of any length, without recursion.
    private bool TryFlatten(ScriptExpression expression, out ScriptExpression origin, out List<Step> steps)
    {
        steps = [];
        origin = expression;
        while (true)
        {
            switch (origin)
            {
                case ScriptIsEmptyExpression:
                    expressions.Refuse(origin, NotAllowed.Expression(origin));
                    return false;
                case ScriptMemberExpression { Target: { } target, Member: { } member } dot:
                    if (dot.DotToken.TokenType == TokenType.QuestionDot)
                    {
                        expressions.Refuse(member, ("`?.`", "write `.`, and `?? \"…\"` after the look-up"));
                        return false;
                    }

                    steps.Add(new(member, member.Name, null));
                    origin = target;
                    break;
                case ScriptIndexerExpression { Target: { } target, Index: { } index } indexer:
                    steps.Add(new(indexer.Index, (index as ScriptLiteral)?.Value as string, index));
                    origin = target;
                    break;
                default:
                    steps.Reverse();
                    return true;
            }
        }
    }

    private Expression? FromRoot(ScriptVariableGlobal variable, List<Step> steps, bool optional)
    {
        string root = variable.Name;
        if (
            FunctionTable.Roots.Contains(root)
            && (
                !Roots.IsRoot(root)
                || (steps is [{ Name: { } called }] && FunctionTable.TryFind($"{root}.{called}", out _))
            )
        )
            return NotCalled(variable, root, steps);
        if (!Roots.IsRoot(root) || !names.Sees(root))
        {
            Unknown(variable, root);
            return null;
        }

        if (steps.Count == 0)
        {
            expressions.Report(
                Codes.TemplateUnknownMember,
                variable,
                $"`{root}` alone is not a value",
                $"name one of its members, such as {root}.{Example(root)}"
            );
            return null;
        }

        // groups[1] is written for groups["1"].
        Step first = steps[0] is { Index: ScriptLiteral { Value: int number } }
            ? steps[0] with
            {
                Name = number.ToString(CultureInfo.InvariantCulture),
            }
            : steps[0];
        references.Add(
            new(root, first.Name, optional, expressions.OffsetOf(variable))
            {
                MayBeMissing = root == OpenRoot.Groups.Name && first.Name is { } group && names.MayBeMissing(group),
            }
        );
        Expression? value = Roots.OpenRootOf(root) is { } open ? Open(open, first, optional) : Fixed(root, first);
        if (value is null)
            return null;
        if (steps.Count > 1 && !(root == "event" && first.Name is "raw" or "time"))
        {
            expressions.Report(
                Codes.TemplateUnknownMember,
                steps[1].Node,
                $"`{root}.{first.Name ?? "…"}` has no members",
                "take a part of a text with string.slice or string.split"
            );
            return null;
        }

        return Parts(value, steps, 1, optional);
    }

    private FixedLookup? Fixed(string root, Step step)
    {
        IReadOnlyList<string> members = Roots.MembersOf(root)!;
        string all = $"{root} has {string.Join(", ", members)}";
        if (step.Name is null)
        {
            expressions.Report(
                Codes.TemplateNotAllowed,
                step.Node,
                $"a computed member of `{root}`",
                $"write the member's name; {all}"
            );
            return null;
        }

        if (Roots.FixedMemberOf(root, step.Name) is { } member)
            return new(member);
        expressions.Report(
            Codes.TemplateUnknownMember,
            step.Node,
            $"`{root}` has no member {Quote.Code(step.Name)}",
            Instead(root, step.Name) ?? Suggestion.Hint(step.Name, members, all, names.Suggesting)
        );
        return null;
    }

    // As the event's document and other tools call it.
    private static string? Instead(string root, string member) =>
        (root, member) switch
        {
            ("event", "data" or "eventType" or "eventTime" or "eventID" or "source" or "extensions") =>
                $"the event as it came is event.raw: write event.raw.{member}",
            ("object", "path" or "key") => "write object.name",
            ("object", "bucket") => "write bucket.name",
            _ => null,
        };

    private OpenLookup? Open(OpenRoot root, Step step, bool optional)
    {
        if (step.Name is null)
        {
            if (expressions.Compile(step.Index, optional: false) is not { } key)
                return null;
            string source = expressions.SourceOf(step.Index!);
            return expressions.Check(TypeRules.Output(key, source), step.Node)
                ? new(root, ExpressionCompiler.AsText(key), optional ? Kinds.Text | Kinds.Null : Kinds.Text)
                : null;
        }

        if (root == OpenRoot.Vars && !names.Vars.Contains(step.Name))
        {
            expressions.Report(
                Codes.TemplateUnknownMember,
                step.Node,
                $"there is no var {Quote.Code(step.Name)}",
                Suggestion.Hint(
                    step.Name,
                    names.Vars.Order(StringComparer.Ordinal),
                    "define it under vars, of the route or of defaults",
                    names.Suggesting
                )
            );
            return null;
        }

        if (root == OpenRoot.Groups && !optional && !names.Groups.Contains(step.Name))
        {
            expressions.Report(
                Codes.TemplateUnknownGroup,
                step.Node,
                $"no expression in match.object has the group {Quote.Code(step.Name)}",
                Suggestion.Hint(
                    step.Name,
                    names.Groups.Order(StringComparer.Ordinal),
                    $"write (?<{(IsName(step.Name) ? step.Name : "NAME")}>…) in the pattern, "
                        + "or `?? \"…\"` after the look-up",
                    names.Suggesting
                )
            );
            return null;
        }

        return new(root, new Constant(step.Name), Roots.KindsOf(root, step.Name, names, optional));
    }

    private Expression? Parts(Expression value, List<Step> steps, int from, bool optional)
    {
        for (int i = from; i < steps.Count; i++)
        {
            Step step = steps[i];
            Expression? key = step.Name is { } name
                ? new Constant(name)
                : expressions.Compile(step.Index, optional: false);
            if (key is null || PartType(value, step, key) is not { } type)
                return null;
            // A date has all of its parts.
            bool mayBeMissing = optional && (value.Type.Values & ~Kinds.Date) != 0;
            value = new Part(value, key, optional, mayBeMissing ? type.Or(new(Kinds.Null)) : type);
        }

        return value;
    }

    // What a part of a value is, for every kind that the value can be; null, reported, where one has no such part.
    private StaticType? PartType(Expression value, Step step, Expression key)
    {
        StaticType whole = value.Type;
        if (whole.IsAny)
            return StaticType.Any;
        var part = new StaticType(Kinds.None);
        foreach (Kinds kind in StaticType.Each(whole.Values))
        {
            StaticType? found = kind switch
            {
                Kinds.Object when Takes(key, Kinds.Text) => StaticType.Any,
                Kinds.List when Takes(key, Kinds.Integer) => new(whole.Items, Items(whole.Items)),
                Kinds.Date when step.Name is { } name && DateMember.Names.Contains(name) => new(Kinds.Integer),
                _ => null,
            };
            if (found is null && !expressions.Check(NoPart(kind, step), step.Node, Codes.TemplateUnknownMember))
                return null;

            part = part.Or(found ?? StaticType.Any);
        }

        return
            whole.Values != Kinds.None
            || expressions.Check(
                new TypeProblem("a part of what is always null", "write the value that is meant"),
                step.Node
            )
            ? part
            : null;
    }

    // What is in a list of lists is not followed any further.
    private static Kinds Items(Kinds items) => (items & Kinds.List) != 0 ? StaticType.Any.Kinds : Kinds.None;

    private static bool Takes(Expression key, Kinds kind) =>
        key.Type.IsAny || (key.Type.Values != 0 && (key.Type.Values & ~kind) == 0);

    private static TypeProblem NoPart(Kinds kind, Step step)
    {
        string name = step.Name is { } written ? Quote.Code(written) : "of that kind";
        string hint = kind switch
        {
            Kinds.Date when step.Name is { } part => Suggestion.Hint(
                part,
                DateMember.Names,
                $"it has {string.Join(", ", DateMember.Names)}; for other forms write event.time | "
                    + "date.to_string \"%F\""
            ),
            Kinds.Date => $"write one of {string.Join(", ", DateMember.Names)}",
            Kinds.List => "a list has numbered parts: write [0] for the first and [-1] for the last",
            Kinds.Object => "an object has named parts: write .NAME",
            Kinds.Integer or Kinds.Real or Kinds.Boolean => "end the name before it",
            _ => "take a part of a text with string.slice or string.split",
        };
        return new($"{StaticType.Words(kind)} has no part {name}", hint);
    }

    private Expression? NotCalled(ScriptVariableGlobal variable, string root, List<Step> steps)
    {
        if (steps is [{ Name: { } name }] && FunctionTable.TryFind($"{root}.{name}", out TemplateFunction? function))
            expressions.Report(
                Codes.TemplateNotAllowed,
                variable,
                $"{function.Name} stands without a value",
                $"write {function.Usage}, in brackets where it is part of a larger expression"
            );
        else
            UnknownFunction(variable, steps.Count > 0 && steps[0].Name is { } member ? $"{root}.{member}" : root);
        return null;
    }

    private void UnknownFunction(ScriptNode node, string name) =>
        expressions.Report(
            Codes.TemplateUnknownFunction,
            node,
            $"there is no function {Quote.Code(name)}",
            FunctionTable.HintFor(name)
        );

    private void Unknown(ScriptVariableGlobal variable, string name)
    {
        string[] known = [.. Roots.NamesFor(names)];
        string hint =
            names.Use == TemplateUse.Key && Roots.IsRoot(name)
                ? "the key of a group, its parts and the key of an expectation see groups, bucket and config"
            : name == OpenRoot.Vars.Name ? "a var sees everything but vars; use config, groups or object"
            : names.Use == TemplateUse.Group && Roots.IsRoot(name)
                ? "a route with `group` has one run for many objects; use group.key, group.names, group.first, "
                    + "group.last or group.folder"
            : name == "group" ? "only a route with `group` has it; use object or groups"
            : Member(name) is { } member ? $"did you mean `{member}`?"
            : Suggestion.Hint(name, known, $"the names are {string.Join(", ", known)}{Key(name)}", names.Suggesting);
        expressions.Report(Codes.TemplateUnknownName, variable, $"there is no name {Quote.Code(name)} here", hint);
    }

    private string Key(string name) =>
        names.Sees(OpenRoot.Config.Name) && IsName(name) ? $"; a key of the configuration is config.{name}" : "";

    // A member without the name before its dot: `day` for `groups.day`, `object_name` for `object.name`.
    private string? Member(string name)
    {
        if (names.Groups.Contains(name))
            return $"groups.{name}";
        if (names.VarsAllowed && names.Vars.Contains(name))
            return $"vars.{name}";
        string plain = Plain(name);
        return FixedMember
            .All.Select(member => $"{member.Root}.{member.Name}")
            .FirstOrDefault(member => Plain(member) == plain || member == $"object.{name}");
    }

    private static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string Example(string root) => Roots.MembersOf(root) is [var member, ..] ? member : "NAME";

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
