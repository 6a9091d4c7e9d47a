using Dispatcher.Patterns;
using Dispatcher.Templates;
using Dispatcher.Templates.Compiling;

namespace Dispatcher.Core.Tests.Templates;

public class EncoderTests
{
    [Theory]
    [InlineData("{{ 'a\"b' | object.to_json }}", "\"a\\\"b\"")]
    [InlineData("{{ 'ü😀' | object.to_json }}", "\"ü\\uD83D\\uDE00\"")]
    [InlineData("{{ \"a\\nb\\\\\" | object.to_json }}", "\"a\\nb\\\\\"")]
    [InlineData("{{ 5 | object.to_json }}{{ 1.5 | object.to_json }}", "51.5")]
    [InlineData("{{ true | object.to_json }} {{ null | object.to_json }}", "true null")]
    [InlineData("{{ ['a', 1, null, [true]] | object.to_json }}", "[\"a\",1,null,[true]]")]
    [InlineData("{{ event.time | object.to_json }}", "\"2019-01-10T21:19:24.120Z\"")]
    [InlineData("{{ event.raw.data.items | object.to_json }}", "[{\"id\":7},{\"id\":8.5},\"last\"]")]
    [InlineData("{{ event.raw.data.huge ?? 1 | object.to_json }}", null)]
    [InlineData("{{ 'a b/ü?&=~' | html.url_encode }}", "a%20b%2F%C3%BC%3F%26%3D~")]
    [InlineData("{{ \"(it's)!*\" | html.url_encode }}", "%28it%27s%29%21%2A")]
    [InlineData("{{ 'a%20b%2F%C3%BC+~' | string.url_decode }}", "a b/ü+~")]
    [InlineData("{{ 'plain' | string.url_decode }}", "plain")]
    [InlineData("{{ 'a%2' | string.url_decode }}", null)]
    [InlineData("{{ 'a%zz' | string.url_decode }}", null)]
    [InlineData("{{ 'a b' | string.url_decode }}", null)]
    [InlineData("{{ 'ü' | string.url_decode }}", null)]
    [InlineData("{{ '%FF' | string.url_decode }}", null)]
    [InlineData("{{ '%ED%A0%80' | string.url_decode }}", null)]
    public void A_value_goes_into_another_language_and_back(string template, string? expected)
    {
        if (expected is not null)
            Assert.Equal(expected, Sample.Render(template));
        else
            Assert.Equal("RD301", Sample.Failure(template).Code);
    }

    // Not a row of a table: an attribute's text is stored as UTF-8, which half of a surrogate pair does not have.
    [Fact]
    public void Half_of_a_surrogate_pair_makes_a_text_that_is_not_JSON() =>
        Assert.NotNull(TextTemplate.Parse("{\"a\": \"\ud800 {{ object.name }}\"}", Sample.Names).Template);

    [Theory]
    [InlineData("{\"file\": {{ object.name | object.to_json }}}")]
    [InlineData("{\"n\": {{ groups.number }}, \"m\": {{ object.name | string.size }}}")]
    [InlineData("{\"id\": \"{{ groups.word }}\"}")]
    [InlineData("{\"id\": \"{{ groups.word | string.upcase }}-{{ groups.digits }}\"}")]
    [InlineData("{\"id\": \"{{ groups.maybe }}\", \"o\": \"{{ groups.maybe ?? 'none' }}\"}")]
    [InlineData("{\"day\": \"{{ event.time | date.to_string '%F' }}\", \"kind\": \"{{ event.kind }}\"}")]
    [InlineData("{\"url\": \"https://x/{{ object.name | html.url_encode }}\"}")]
    [InlineData("[{{ if groups.word == 'a' }}\"x\"{{ else }}{{ object.name | object.to_json }}{{ end }}]")]
    [InlineData("{{ object.name }}")]
    [InlineData("{ not json: {{ object.name }} }")]
    [InlineData("[{{ object.name }}")]
    [InlineData("'{{ object.name }}'")]
    public void A_text_that_is_JSON_takes_values_that_are_encoded_or_need_no_escape(string template) =>
        Assert.Empty(TextTemplate.Parse(template, Names).Problems);

    [Theory]
    [InlineData("{\"mode\": \"full\", \"file\": \"{{ object.name }}\"}", 29, "take the quotes away")]
    [InlineData("{\"file\": \"{{ object.name | object.to_json }}\"}", 13, "take the quotes away")]
    [InlineData("{\"file\": {{ object.name }}}", 12, "{{ object.name | object.to_json }}")]
    [InlineData("{\"n\": {{ groups.digits }}}", 9, "object.to_json")]
    [InlineData("{\"n\": {{ groups.maybe }}}", 9, "object.to_json")]
    [InlineData("{\"q\": \"{{ groups.quoted }}\"}", 10, "joined by +")]
    [InlineData("{\"c\": {{ config.x ?? 'a' }}}", 9, "(config.x ?? 'a') | object.to_json")]
    [InlineData("[{{ if groups.word == 'a' }}1{{ else }}\"{{ object.stem }}\"{{ end }}]", 43, "take the quotes away")]
    [InlineData("{\"u\": \"{{ object.name | string.url_decode }}\"}", 10, "take the quotes away")]
    public void A_value_in_JSON_that_may_need_an_escape_is_a_load_error(string template, int offset, string hint)
    {
        TemplateProblem problem = Assert.Single(TextTemplate.Parse(template, Names).Problems);
        Assert.Equal(("RD211", offset), (problem.Code, problem.Offset));
        Assert.Contains(hint, problem.Hint, StringComparison.Ordinal);
    }

    private static readonly TemplateNames Names = TemplateNames.Of(
        [
            Pattern
                .Parse("(?<word>[a-z]+)/(?<digits>[0-9]+)/(?<number>0|[1-9][0-9]*)/(?<maybe>[a-z]+)?(?<quoted>.*)")
                .Pattern!,
        ],
        []
    );
}
