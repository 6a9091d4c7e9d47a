using System.Globalization;
using CsCheck;
using Dispatcher.Templates;
using Dispatcher.Templates.Compiling;
using Dispatcher.Templates.Functions;
using Dispatcher.Templates.Rendering;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Templates;

public class FuzzTests
{
    private static readonly string[] Words =
    [
        "{{",
        "}}",
        "{%{",
        "}%}",
        "{{-",
        "-}}",
        "{{~",
        "~}}",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ".",
        "..",
        "..<",
        "...",
        "?",
        "?.",
        "??",
        "?!",
        ":",
        ",",
        ";",
        "|",
        "|>",
        "||",
        "&&",
        "&",
        "!",
        "!=",
        "==",
        "=",
        "+=",
        "++",
        "--",
        "+",
        "-",
        "*",
        "/",
        "//",
        "%",
        "^",
        "^^",
        "@",
        "#",
        "##",
        "$",
        "$\"",
        "\"",
        "'",
        "`",
        "\\",
        "<",
        ">",
        "<=",
        ">>",
        "<<",
        "\n",
        " ",
        " ",
        "if",
        "else",
        "end",
        "case",
        "when",
        "for",
        "in",
        "while",
        "func",
        "ret",
        "do",
        "this",
        "with",
        "wrap",
        "capture",
        "import",
        "include",
        "readonly",
        "tablerow",
        "break",
        "continue",
        "null",
        "true",
        "false",
        "empty",
        "object",
        "object.name",
        "groups.stem",
        "groups[\"1\"]",
        "config",
        "config.x",
        "event.raw",
        "event.raw.data.items",
        "event.time",
        "vars.pool",
        "string",
        "string.upcase",
        "string.split",
        "string.pad_left",
        "array.join",
        "date.to_string",
        "math.round",
        "1",
        "-1",
        "0x1",
        "1e9",
        "9999999999",
        "1.5",
        "\"a\"",
        "'%Y'",
        "\"..\"",
        "é",
        "😀",
        "\0",
        "\ud800",
    ];

    private static readonly Gen<string> Soup = Gen.Int[0, Words.Length - 1]
        .Array[0, 40]
        .Select(picks => string.Join(' ', picks.Select(pick => Words[pick])));

    private static readonly Gen<string> InBlocks = Soup.Array[1, 3]
        .Select(soups => string.Concat(soups.Select(soup => "{{ " + soup + " }}x")));

    private static readonly Gen<string> Mutated = Gen.Select(
        TemplateGen.Statement(2),
        Gen.Int[0, 10_000],
        Gen.Int[0, Words.Length - 1],
        Gen.Int[0, 3],
        (text, place, pick, cut) =>
        {
            int at = place % (text.Length + 1);
            return text[..at] + Words[pick] + text[Math.Min(text.Length, at + cut)..];
        }
    );

    private static readonly Gen<string> Anything = Gen.OneOf(
        Gen.String,
        Gen.String.Select(text => "{{" + text + "}}"),
        Soup,
        InBlocks,
        Mutated,
        TemplateGen.Statement(2)
    );

    [Theory]
    [InlineData("{{ + ` a\n b ` }}")]
    [InlineData("{{ -'a\u0085b' }}")]
    [InlineData("{{ if 'a\tb'\n }}x{{ end }}")]
    [InlineData("{{ config.x + `\n` | math.round }}")]
    [InlineData("{{ event.raw.a\n .b }}")]
    public void What_a_message_quotes_of_a_template_is_on_one_line(string text)
    {
        TemplateParse parse = TextTemplate.Parse(text, Sample.Names);
        string? failed = parse.Template?.Render(Sample.Model).Failure?.Message;

        Assert.True(parse.Problems.Length > 0 || failed is not null);
        Assert.DoesNotContain(
            failed + string.Concat(parse.Problems.Select(problem => problem.Message + problem.Hint)),
            char.IsControl
        );
    }

    [Fact]
    public void No_text_makes_parsing_or_rendering_throw_and_every_result_is_complete() =>
        Anything.Sample(
            text =>
            {
                TemplateParse parse = TextTemplate.Parse(text, Sample.Names);
                Assert.Equal(parse.Template is null, parse.Problems.Length > 0);
                foreach (TemplateProblem problem in parse.Problems)
                {
                    Assert.InRange(problem.Offset, 0, text.Length);
                    Assert.Matches("^RD2(0[1-9]|1[01])$", problem.Code);
                    Assert.NotEmpty(problem.Hint);
                    Assert.DoesNotContain(problem.Message + problem.Hint, char.IsControl);
                }

                if (parse.Template is not { } template)
                    return;
                TemplateResult result = template.Render(Sample.Model);
                Assert.Equal(result.Value is null, result.Failure is not null);
                if (result.Value is { } value)
                    AssertConfined(template, value);
                else
                    Assert.Matches("^RD30[12346-7]$", result.Failure!.Code);
            },
            iter: Iterations.Of(40_000)
        );

    [Fact]
    public void The_same_template_and_event_give_the_same_result() =>
        TemplateGen
            .Statement(3)
            .Sample(
                text =>
                {
                    if (TextTemplate.Parse(text, Sample.Names).Template is not { } template)
                        return;
                    TemplateResult first = template.Render(Sample.For("a/b/c.tar.gz"));
                    Assert.Equal(first, template.Render(Sample.For("a/b/c.tar.gz")));
                    Assert.Equal(first, TextTemplate.Parse(text, Sample.Names).Template!.Render(Sample.Model));
                },
                iter: Iterations.Of(5_000)
            );

    [Fact]
    public void Any_object_name_renders_confined_or_not_at_all() =>
        Gen.Select(
                Gen.Int[0, 7]
                    .Array[0, 8]
                    .Select(picks =>
                        string.Concat(picks.Select(pick => new[] { ".", "..", "/", "a", "-", "\n", "", "x.y" }[pick]))
                    ),
                Gen.Int[0, 3]
                    .Array[1, 6]
                    .Select(picks =>
                        string.Concat(picks.Select(pick => new[] { "{{ object.name }}", ".", "/", "b" }[pick]))
                    )
            )
            .Sample(
                (name, text) =>
                {
                    TextTemplate template = Sample.Parse(text);
                    if (template.IsLiteral || template.Render(Sample.For(name)).Value is not { } value)
                        return;
                    // Nothing but the object's name names the object that arrived, dot segments and all.
                    if (text == "{{ object.name }}")
                        Assert.Equal(name, value);
                    else
                        AssertConfined(template, value);
                },
                iter: Iterations.Of(20_000)
            );

    [Fact]
    public void The_culture_of_the_process_changes_nothing()
    {
        const string text =
            "{{ -1.5 }} {{ -12 }} {{ 1.5 | math.plus 1000 }} {{ event.time }} {{ event.time | "
            + "date.to_string '%a %B %p %D %T' }} {{ '-7' | string.to_int }}";
        const string expected = "-1.5 -12 1001.5 2019-01-10T21:19:24.120Z Thu January PM 01/10/19 21:19:24 -7";
        // Made by hand, since the process knows no other culture than the invariant one.
        var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        odd.NumberFormat.NegativeSign = "minus";
        odd.NumberFormat.NumberDecimalSeparator = ",";
        odd.DateTimeFormat.DateSeparator = "_";
        odd.DateTimeFormat.TimeSeparator = "_";
        odd.DateTimeFormat.PMDesignator = "nachm.";
        odd.DateTimeFormat.AbbreviatedDayNames = ["x", "x", "x", "x", "x", "x", "x"];
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = odd;
            Assert.Equal(expected, Sample.Render(text));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Every_function_of_the_list_can_be_called_and_none_has_state()
    {
        foreach (string name in FunctionTable.Names)
        {
            Assert.True(FunctionTable.TryFind(name, out TemplateFunction? function));
            string first = name.Split('.')[0] switch
            {
                "array" => "['3', '4']",
                "date" => "event.time",
                "math" => "7",
                _ => "'3'",
            };
            string rest = name switch
            {
                "date.to_string" => " '%Y'",
                "date.in_zone" => " 'Europe/Berlin'",
                "string.replace" => " '3' 'x'",
                _ when function.Required == 1 => "",
                _ when function.Parameters[1].Name
                        is "count"
                            or "width"
                            or "start"
                            or "length"
                            or "with"
                            or "divisor" => " 2",
                _ => " '3'",
            };
            // As an element of a list: not every function has a text, but every one has a value.
            string text = "{{ [(" + first + " | " + name + rest + ")] | array.size }}";
            Assert.Equal("1", Sample.Render(text));
            Assert.Equal(Sample.Parse(text).Render(Sample.Model), Sample.Parse(text).Render(Sample.Model));
        }
    }

    // The oracle is the sentence of the specification, over the template's own text with its blocks blanked out.
    private static void AssertConfined(TextTemplate template, string value)
    {
        if (template.IsLiteral)
            return;
        Assert.DoesNotContain(value, char.IsControl);
        string own = "/" + template.Text + "/";
        foreach (string segment in value.Split('/').Where(segment => segment is "." or ".."))
            Assert.True(
                own.Contains($"/{segment}/", StringComparison.Ordinal)
                    || own.Contains($"}}{segment}/", StringComparison.Ordinal)
                    || own.Contains($"/{segment}{{", StringComparison.Ordinal)
                    || own.Contains($"}}{segment}{{", StringComparison.Ordinal),
                $"{template.Text} made {value}"
            );
    }
}
