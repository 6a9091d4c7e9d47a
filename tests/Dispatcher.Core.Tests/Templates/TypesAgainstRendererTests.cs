using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using Dispatcher.Templates;
using Dispatcher.Templates.Functions;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Core.Tests.Templates;

/// <summary>The types of the compiler against the values of the renderer, over templates that pay no heed to types.
/// <c>DISPATCHER_TYPE_TEMPLATES=100000</c> makes the long form.</summary>
public partial class TypesAgainstRendererTests
{
    private static readonly int Templates = int.Parse(
        Environment.GetEnvironmentVariable("DISPATCHER_TYPE_TEMPLATES") ?? "5000",
        CultureInfo.InvariantCulture
    );

    private static readonly TemplateModel[] Models =
    [
        Sample.Model,
        Sample.For("x", stem: "20220812", etag: null, region: "de"),
        Sample.For("", stem: "", region: "7"),
        Sample.For("a/-12/1.5", stem: "7", region: ""),
    ];

    private static readonly Gen<string> Atom = AnyOf(
        "object.name",
        "object.stem",
        "object.etag",
        "object.version_id",
        "groups.stem",
        "groups.day",
        "groups.region",
        "config.number",
        "(config.absent ?? 'x')",
        "(config.number ?? 5)",
        "vars.number",
        "event.kind",
        "event.time",
        "event.raw",
        "'a'",
        "''",
        "'12'",
        "'2022-08-12'",
        "'%F'",
        "0",
        "1",
        "3",
        "(-2)",
        "1.5",
        "2.0",
        "true",
        "false",
        "null",
        "[1, 2]",
        "['a', 'b']",
        "[]",
        "[['a']]"
    );

    // Every part of what it makes is looked at for every event: nothing stands in a branch.
    private static Gen<string> Strict(int depth)
    {
        if (depth == 0)
            return Atom;
        Gen<string> inner = Gen.OneOf(Atom, Strict(depth - 1));
        return Gen.OneOf(
            Gen.Select(
                inner,
                inner,
                AnyOf("+", "-", "*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">="),
                (a, b, op) => $"({a} {op} {b})"
            ),
            Gen.Select(inner, AnyOf("-", "+"), (a, sign) => $"({sign}{a})"),
            Gen.Select(inner, AnyOf("[0]", "[-1]", "['name']", ".year", "['size']", "[1.5]"), (a, part) =>
                $"({a}){part}"
            ),
            Call(inner)
        );
    }

    private static Gen<string> Call(Gen<string> inner) =>
        Gen.Select(AnyOf([.. FunctionTable.Names]), inner.Array[3], Gen.Int[0, 1], (name, values, more) =>
        {
            Assert.True(FunctionTable.TryFind(name, out TemplateFunction? function));
            int count = Math.Min(function.Parameters.Length, function.Required + more);
            return $"({name} {string.Join(' ', values.Take(count).Select(value => $"({value})"))})";
        });

    private static Gen<string> Loose(int depth)
    {
        if (depth == 0)
            return Strict(1);
        Gen<string> inner = Gen.OneOf(Atom, Strict(1), Loose(depth - 1));
        return Gen.OneOf(
            Strict(depth),
            Gen.Select(inner, inner, inner, (c, a, b) => $"({c} ? {a} : {b})"),
            Gen.Select(inner, inner, (a, b) => $"({a} ?? {b})"),
            Gen.Select(inner, inner, AnyOf("&&", "||"), (a, b, op) => $"({a} {op} {b})"),
            Gen.Select(inner, a => $"(!{a})"),
            Gen.Select(inner, inner, (a, b) => $"([{a}, {b}])"),
            Call(inner)
        );
    }

    [Fact]
    public void What_loads_never_fails_with_a_value_of_the_wrong_kind()
    {
        int loaded = 0;
        Loose(2)
            .Select(Strict(2), (loose, strict) => new[] { loose, strict })
            .Sample(
                expressions =>
                {
                    foreach (string text in expressions.Select(expression => "{{ " + expression + " }}"))
                    {
                        if (TextTemplate.Parse(text, Sample.Names).Template is not { } template)
                            continue;
                        Interlocked.Increment(ref loaded);
                        if (IsOpen(text))
                            continue;
                        foreach (TemplateModel model in Models)
                        {
                            TemplateResult result = template.Render(model);
                            Assert.False(IsWrongKind(result.Failure), $"{text}: {result.Failure}");
                        }
                    }
                },
                iter: Templates
            );
        Assert.True(loaded > Templates / 50, $"only {loaded} generated templates loaded");
    }

    [Fact]
    public void What_is_refused_for_its_types_fails_for_every_event()
    {
        int refused = 0;
        Strict(2)
            .Sample(
                expression =>
                {
                    string text = "{{ " + expression + " }}";
                    if (
                        IsOpen(text)
                        || IsDeliberate(text)
                        || TextTemplate.Parse(text, Sample.Names).Problems is not { Length: > 0 } problems
                    )
                        return;
                    if (problems.Any(problem => problem.Code is not ("RD208" or "RD210" or "RD203")))
                        return;
                    if (UntypedTemplate.Of(text) is not { } template)
                        return;
                    Interlocked.Increment(ref refused);
                    foreach (TemplateModel model in Models)
                    {
                        TemplateResult result = template.Render(model);
                        Assert.True(result.Failure is not null, $"{text} rendered as {result.Value}; {problems[0]}");
                    }
                },
                iter: Templates
            );
        Assert.True(refused > Templates / 10, $"only {refused} generated templates were refused");
    }

    // Below event.raw only the event decides.
    private static bool IsOpen(string text) =>
        text.Contains("event.raw)[", StringComparison.Ordinal) || text.Contains("event.raw)", StringComparison.Ordinal);

    // Refused although some event gives it a value:
    // - a list may be empty, so that no item of it is of the wrong kind;
    // - a mixture works for some of its kinds;
    // - an item that no list can have is not in it;
    // - null is not equal to anything, whatever kind the other side is.
    private static bool IsDeliberate(string text) =>
        text.Contains("array.contains", StringComparison.Ordinal)
        || text.Contains("== ", StringComparison.Ordinal)
        || text.Contains("!= ", StringComparison.Ordinal)
        || text.Contains("[]", StringComparison.Ordinal)
        || text.Contains("array.join", StringComparison.Ordinal)
        || text.Contains("string.split", StringComparison.Ordinal)
        || text.Contains("config.number ?? 5", StringComparison.Ordinal);

    private static bool IsWrongKind(TemplateFailure? failure) =>
        failure is { Code: "RD301" } && WrongKind().IsMatch(failure.Message);

    [GeneratedRegex(
        @"has no meaning between|cannot be compared with|, not (?:an integer|a number|a date|a list|a text)|a sign "
            + @"stands before|only objects have|a date has no part"
    )]
    private static partial Regex WrongKind();

    private static Gen<string> AnyOf(params string[] values) =>
        Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
