using Dispatcher.Templates.Rendering;

namespace Dispatcher.Core.Tests.Templates;

public class ConfinementTests
{
    [Theory]
    [InlineData("\0")]
    [InlineData("\t")]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\u001b")]
    [InlineData("\u007f")]
    [InlineData("\u0085")]
    [InlineData("\u009f")]
    public void A_control_character_is_an_error(string control)
    {
        foreach (string name in new[] { control, "a" + control, control + "a", "a/" + control + "b" })
        {
            TemplateFailure failure = Sample.Failure("x{{ object.name }}y", Sample.For(name));
            Assert.Equal("RD303", failure.Code);
            Assert.Contains($"U+{(int)control[0]:X4}", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(control, failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{{ \"a\\nb\" }}")]
    [InlineData("{{ \"\\t\" }}")]
    [InlineData("{{ event.raw.data.control }}")]
    [InlineData("{{ object.name + \"\\x07\" }}")]
    public void A_control_character_is_an_error_wherever_it_comes_from(string template) =>
        Assert.Equal("RD303", Sample.Failure(template).Code);

    [Fact]
    public void Separators_that_are_no_control_characters_pass() =>
        Assert.Equal("\u2028 \u200e\u00a0", Sample.Render("{{ object.name }}", Sample.For("\u2028 \u200e\u00a0")));

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("../x")]
    [InlineData("./x")]
    [InlineData("x/..")]
    [InlineData("x/.")]
    [InlineData("x/../y")]
    [InlineData("x/./y")]
    [InlineData("/..")]
    [InlineData("../")]
    [InlineData("x//../y")]
    public void A_dot_segment_that_comes_from_the_event_is_an_error(string name)
    {
        TemplateModel model = Sample.For(name);
        foreach (
            string template in new[]
            {
                "{{ object.name | string.strip }}",
                "a/{{ object.name }}",
                "{{ object.name }}/b",
                "a/{{ object.name }}/b",
                "../{{ object.name }}",
            }
        )
            Assert.Equal("RD304", Sample.Failure(template, model).Code);
    }

    [Theory]
    [InlineData("./data/a.csv")]
    [InlineData("a/../b.csv")]
    [InlineData("..")]
    public void The_whole_name_alone_may_have_dot_segments(string name)
    {
        Assert.Equal(name, Sample.Render("{{ object.name }}", Sample.For(name)));
        Assert.Equal(name, Sample.Render("{{object.name}}", Sample.For(name)));
        Assert.Equal("RD304", Sample.Failure("{{ object.name }} ", Sample.For("x/" + name + "/x")).Code);
        Assert.Equal("RD303", Sample.Failure("{{ object.name }}", Sample.For(name + "\n")).Code);
    }

    [Theory]
    [InlineData("../{{ groups.stem }}", "x", "../x")]
    [InlineData("./{{ groups.stem }}", "x", "./x")]
    [InlineData("{{ groups.stem }}/..", "x", "x/..")]
    [InlineData("{{ groups.stem }}/../y", "x", "x/../y")]
    [InlineData("a/./{{ groups.stem }}", "x", "a/./x")]
    [InlineData("a/../b/{{ groups.stem }}", "", "a/../b/")]
    [InlineData("{{ if true }}../{{ end }}a/{{ groups.stem }}", "x", "../a/x")]
    [InlineData("{{ groups.stem }}", "...", "...")]
    [InlineData("{{ groups.stem }}", "..a", "..a")]
    [InlineData("{{ groups.stem }}", "a..", "a..")]
    [InlineData("{{ groups.stem }}", "a/..b/c.", "a/..b/c.")]
    [InlineData("{{ groups.stem }}", "..\\x", "..\\x")]
    [InlineData("a{{ groups.stem }}", "..", "a..")]
    [InlineData("../plain", "", "../plain")]
    public void A_dot_segment_of_the_templates_own_text_is_allowed(string template, string stem, string expected) =>
        Assert.Equal(expected, Sample.Render(template, Sample.For("n", stem)));

    [Theory]
    [InlineData(".{{ groups.stem }}", ".")]
    [InlineData("{{ groups.stem }}.", ".")]
    [InlineData(".{{ groups.stem }}/x", "")]
    [InlineData(".{{ groups.stem }}.", "")]
    [InlineData("..{{ groups.stem }}", "")]
    [InlineData("{{ groups.stem }}..", "")]
    [InlineData("{{ groups.stem }}../x", "")]
    [InlineData("a/{{ groups.stem }}../x", "")]
    [InlineData("a/..{{ groups.stem }}/x", "")]
    [InlineData("a{{ groups.stem }}../x", "/")]
    [InlineData("..{{ groups.stem }}", "/x")]
    [InlineData("{{ \"..\" }}/x{{ groups.stem }}", "")]
    [InlineData("{{ config.up }}/{{ groups.stem }}", "x")]
    [InlineData("{{ groups.stem | string.slice 0 2 }}", "..x")]
    [InlineData("{{ groups.stem | string.replace \"-\" \".\" }}", "-")]
    public void A_dot_segment_that_is_only_partly_the_templates_own_is_an_error(string template, string stem)
    {
        TemplateFailure failure = Sample.Failure(template, Sample.For("n", stem));
        Assert.Equal("RD304", failure.Code);
        Assert.Contains("did not write", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_is_one_line_and_escapes_what_the_event_brings()
    {
        TemplateFailure failure = Sample.Failure(
            "{{ object.name }}",
            Sample.For("a`\u202e\r\nb\\" + new string('x', 500))
        );
        Assert.Contains("`a<U+0060><U+202E><U+000D><U+000A>b<U+005C>x", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.Message.Length < 400);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_an_error()
    {
        Assert.Equal("RD301", Sample.Failure("{{ object.name }}", Sample.For("a\ud800b")).Code);
        Assert.Equal("RD301", Sample.Failure("{{ object.name }}", Sample.For("\udc00")).Code);
        Assert.Equal("😀", Sample.Render("{{ object.name }}", Sample.For("😀")));
    }
}
