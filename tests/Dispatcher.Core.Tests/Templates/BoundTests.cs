using Dispatcher.Templates;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Core.Tests.Templates;

public class BoundTests
{
    private static string Times(string part, int count) => string.Concat(Enumerable.Repeat(part, count));

    // Each is far past what the parser may be given, alone and inside a code block that is otherwise well formed.
    public static TheoryData<string, string> Hostile { get; } =
        new()
        {
            { "brackets", "{{ " + Times("(", 10_000) + "1" + Times(")", 10_000) + " }}" },
            { "open brackets", "{{ " + Times("(", 10_000) },
            { "square brackets", "{{ " + Times("[", 5_000) + Times("]", 5_000) + " }}" },
            { "indexes", "{{ config" + Times("[config", 2_000) },
            { "braces", "{{ " + Times("{a:", 5_000) },
            { "opening braces", Times("{{", 8_000) },
            { "not", "{{ " + Times("!", 10_000) + "true }}" },
            { "minus", "{{ " + Times("- ", 5_000) + "1 }}" },
            { "plus", "{{ " + Times("+", 10_000) + "1 }}" },
            { "minuses", "{{ " + Times("-", 10_000) + "1 }}" },
            { "at", "{{ " + Times("@", 10_000) + "x }}" },
            { "carets", "{{ " + Times("^", 10_000) + "x }}" },
            { "members", "{{ event.raw" + Times(".a", 5_000) + " }}" },
            { "null members", "{{ event.raw" + Times("?.a", 5_000) + " }}" },
            { "coalesce", "{{ " + Times("config.a ?? ", 1_000) + "1 }}" },
            { "and", "{{ " + Times("true && ", 1_500) + "true }}" },
            { "sum", "{{ 1" + Times("+1", 5_000) + " }}" },
            { "choices", "{{ " + Times("true ? 1 : ", 1_200) + "1 }}" },
            { "nested choices", "{{ " + Times("true ? ", 1_200) + "1" + Times(" : 1", 1_200) + " }}" },
            { "pipes", "{{ 1" + Times(" | math.abs", 1_000) + " }}" },
            { "arguments", "{{ string.append" + Times(" 1", 5_000) + " }}" },
            { "calls", "{{ " + Times("math.abs(", 1_500) + "1 }}" },
            { "ifs", Times("{{ if true }}", 1_000) + Times("{{ end }}", 300) },
            { "ifs in one block", "{{ " + Times("if true;", 2_000) + " }}" },
            { "else ifs", "{{ if true }}" + Times("{{ else if true }}", 800) + "{{ end }}" },
            { "whens", "{{ case 1 }}" + Times("{{ when 1 }}", 1_000) + "{{ end }}" },
            { "cases", Times("{{ case 1 }}{{ when 1 }}", 600) },
            { "functions", Times("{{ func f }}", 1_000) },
            { "anonymous functions", "{{ " + Times("do;", 3_000) + " }}" },
            { "interpolation", "{{ " + Times("$\"{", 3_000) + " }}" },
            { "interpolation closed", "{{ " + Times("$\"{", 2_000) + "1" + Times("}\"", 2_000) + " }}" },
            { "brackets across lines", "{{ " + Times("(\n", 5_000) + " }}" },
            { "brackets across statements", "{{ " + Times("(;", 5_000) + " }}" },
            { "brackets across blocks", Times("{{ ( }}", 2_000) },
            { "brackets in a function call", "{{ f" + Times(".a", 3_000) + " ! )" + " }}" },
            { "ranges", "{{ 1" + Times("..1", 3_000) + " }}" },
            { "assignments", "{{ " + Times("a = ", 3_000) + "1 }}" },
            { "named arguments", "{{ f " + Times("a:", 5_000) + "1 }}" },
            { "a text", new string('a', 1_000_000) + "{{ object.name }}" },
            { "an exponent", "{{ 1e999999999 }}" },
            { "a hexadecimal", "{{ 0x" + Times("f", 16_000) + " }}" },
            { "a binary", "{{ 0b" + Times("1", 16_000) + " }}" },
            { "digits", "{{ " + Times("9", 16_000) + " }}" },
            { "digits after a point", "{{ 1." + Times("9", 16_000) + " }}" },
            { "an open text", "{{ \"" + Times("\\", 16_000) },
            { "comments", Times("{{ # ", 3_000) },
            { "comments in many lines", Times("{{ ## ", 2_000) },
        };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_template_is_refused_with_little_stack(string what, string template)
    {
        TemplateParse? parse = null;
        var thread = new Thread(() => parse = TextTemplate.Parse(template, Sample.Names), maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();
        Assert.True(parse?.Template is null, what);
        Assert.All(parse!.Problems, problem => Assert.StartsWith("RD20", problem.Code, StringComparison.Ordinal));
        Assert.NotEmpty(parse.Problems);
    }

    [Theory]
    [InlineData("(", "1", ")", TemplateLimits.Nesting)]
    [InlineData("!", "true", "", TemplateLimits.Nesting)]
    [InlineData("- ", "1", "", TemplateLimits.Nesting)]
    [InlineData("1 - ", "1", "", TemplateLimits.TokensInBlock / 2 - 2)]
    [InlineData("1 + ", "1", "", TemplateLimits.TokensInBlock / 2 - 2)]
    [InlineData("config.a ?? ", "1", "", TemplateLimits.TokensInBlock / 4 - 1)]
    [InlineData("true ? 1 : ", "1", "", TemplateLimits.Nesting)]
    [InlineData("1 | math.abs | math.abs", " | math.abs", "", 1)]
    [InlineData("math.abs(", "1", ")", TemplateLimits.Nesting)]
    public void What_is_within_the_bounds_parses_and_renders_with_little_stack(
        string before,
        string middle,
        string after,
        int count
    )
    {
        string template = "{{ " + Times(before, count) + middle + Times(after, count) + " }}";
        TemplateResult? result = null;
        var thread = new Thread(
            () => result = TextTemplate.Parse(template, Sample.Names).Template?.Render(Sample.Model),
            maxStackSize: 512 * 1024
        );
        thread.Start();
        thread.Join();
        Assert.NotNull(result?.Value);
    }

    [Fact]
    public void The_longest_template_and_the_deepest_blocks_are_allowed()
    {
        Assert.Equal(
            "x",
            Sample.Render(
                Times("{{ if true }}", TemplateLimits.Nesting) + "x" + Times("{{ end }}", TemplateLimits.Nesting)
            )
        );
        Assert.Equal(
            "RD206",
            Sample
                .Problems(
                    Times("{{ if true }}", TemplateLimits.Nesting + 1)
                        + "x"
                        + Times("{{ end }}", TemplateLimits.Nesting + 1)
                )[0]
                .Code
        );
        string longest = "{{ config.up }}" + new string('a', TemplateLimits.TextLength - 15);
        Assert.NotNull(TextTemplate.Parse(longest, Sample.Names).Template);
        Assert.Equal("RD206", Sample.Problems(longest + "a")[0].Code);
    }

    [Theory]
    [InlineData("{{ \"a\" | string.pad_left 2000000000 }}", "RD307", "65536")]
    [InlineData("{{ \"a\" | string.pad_right 65537 }}", "RD307", "65536")]
    [InlineData("{{ 9223372036854775807 + 1 }}", "RD301", "64 bits")]
    [InlineData("{{ 9223372036854775807 * 9223372036854775807 }}", "RD301", "64 bits")]
    [InlineData("{{ 1 / 0 }}", "RD301", "zero")]
    [InlineData("{{ 1 // 0 }}", "RD301", "zero")]
    [InlineData("{{ 1 % 0 }}", "RD301", "zero")]
    [InlineData("{{ 1.5 / 0 }}", "RD301", "finite")]
    [InlineData("{{ 1 | math.divided_by 0 }}", "RD301", "zero")]
    [InlineData("{{ event.time | date.add_days 99999999 }}", "RD301", "9999")]
    [InlineData("{{ event.time | date.add_years 2147483647 }}", "RD301", "9999")]
    [InlineData("{{ event.raw.data.huge }}", "RD301", "64 bits")]
    public void Growth_is_refused_before_it_happens(string template, string code, string says)
    {
        TemplateFailure failure = Sample.Failure(template);
        Assert.Equal(code, failure.Code);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Replacements_that_multiply_pass_the_bound_of_one_value()
    {
        string template =
            "{{ \"a\" | string.pad_left 60000 | string.replace \" \" \"" + new string('b', 5_000) + "\" }}";
        Assert.Equal("RD307", Sample.Failure(template).Code);
    }

    [Fact]
    public void Work_is_bounded_however_it_is_spread()
    {
        string template = Times(
            "{{ \"a\" | string.pad_left 60000 | string.replace \" \" \"b\" | string.upcase | string.size }}",
            100
        );
        TemplateFailure failure = Sample.Failure(template);
        Assert.Equal("RD307", failure.Code);
        Assert.Contains("steps", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_of_the_event_past_the_bound_is_refused_wherever_it_is()
    {
        TemplateModel model = Sample.For(
            "a",
            rawJson: "{\"big\":\"" + new string('x', TemplateLimits.ValueLength + 1) + "\"}"
        );
        Assert.Equal("RD307", Sample.Failure("{{ event.raw.big | string.size }}", model).Code);
        Assert.Equal("RD307", Sample.Failure("{{ event.raw.big ?? 1 }}", model).Code);
    }

    [Fact]
    public void A_wide_document_costs_work_at_each_look_up()
    {
        string wide = "{" + string.Join(',', Enumerable.Range(0, 50_000).Select(number => $"\"k{number}\":0")) + "}";
        TemplateModel model = Sample.For("a", rawJson: wide);
        Assert.Equal("0", Sample.Render("{{ event.raw.k1 }}", model));
        Assert.Equal("RD307", Sample.Failure(Times("{{ event.raw.k1 }}", 100), model).Code);
    }

    [Theory]
    [InlineData("{{ object.name }}", 12, true)]
    [InlineData("{{ object.name }}", 11, false)]
    [InlineData("plain", 5, true)]
    [InlineData("plain", 4, false)]
    [InlineData("{{ \"a\" | string.pad_left 4097 }}", 4096, false)]
    [InlineData("{{ \"a\" | string.pad_left 4096 }}", 4096, true)]
    public void A_rendered_string_is_at_most_as_long_as_the_route_allows(string template, int maxLength, bool fits)
    {
        TemplateResult result = Sample.Parse(template).Render(Sample.Model, maxLength);
        Assert.Equal(fits, result.Failure is null);
        Assert.Equal(fits ? null : "RD306", result.Failure?.Code);
    }

    [Fact]
    public void Unless_the_route_says_otherwise_a_string_has_at_most_4096_characters()
    {
        Assert.Equal("RD306", Sample.Parse(new string('a', 4_097)).Render(Sample.Model).Failure?.Code);
        Assert.Null(Sample.Parse(new string('a', 4_096)).Render(Sample.Model).Failure);
        Assert.Equal(
            5_000,
            Sample.Parse("{{ \"a\" | string.pad_left 5000 }}").Render(Sample.Model, 5_000).Value?.Length
        );
    }
}
