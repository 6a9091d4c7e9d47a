using System.Collections.Frozen;
using Dispatcher.Templates;
using Dispatcher.Templates.Compiling;

namespace Dispatcher.Core.Tests.Templates;

public class LoadProblemTests
{
    [Theory]
    // Names.
    [InlineData("{{ objct.name }}", "RD202", 3, "did you mean `object`?")]
    [InlineData("{{ empty }}", "RD202", 3, "did you mean `groups.empty`?")]
    [InlineData("{{ for.index }}", "RD202", 3, "the names are")]
    [InlineData("{{ if false }}{{ nothing.x }}{{ end }}", "RD202", 17, "the names are")]
    [InlineData("{{ true || env.PATH }}", "RD202", 11, "the names are")]
    [InlineData("{{ case 1 }}{{ when nope.x }}{{ end }}", "RD202", 20, "the names are")]
    // Members.
    [InlineData("{{ object.nme }}", "RD203", 10, "did you mean `name`?")]
    [InlineData("{{ object[\"nme\"] }}", "RD203", 10, "did you mean `name`?")]
    [InlineData("{{ object.nme ?? 1 }}", "RD203", 10, "did you mean `name`?")]
    [InlineData("{{ bucket.size }}", "RD203", 10, "bucket has name, namespace, id")]
    [InlineData("{{ event.tme }}", "RD203", 9, "did you mean `time`?")]
    [InlineData("{{ object.name.size }}", "RD203", 15, "string.slice")]
    [InlineData("{{ config.a.b }}", "RD203", 12, "string.slice")]
    [InlineData("{{ route.owner }}", "RD203", 9, "route has name, file")]
    [InlineData("{{ vars.landin }}", "RD203", 8, "did you mean `landing`?")]
    [InlineData("{{ vars.other ?? 1 }}", "RD203", 8, "define it under vars")]
    [InlineData("{{ config }}", "RD203", 3, "config.NAME")]
    [InlineData("{{ object | string.upcase }}", "RD203", 3, "object.name")]
    [InlineData("{{ if true }}a{{ else if object.x }}b{{ else }}c{{ end }}", "RD203", 32, "object has")]
    // Functions.
    [InlineData("{{ object.name | string.upcas }}", "RD204", 17, "did you mean `string.upcase`?")]
    [InlineData("{{ object.name | upcase }}", "RD204", 17, "did you mean `string.upcase`?")]
    [InlineData("{{ upcase object.name }}", "RD204", 3, "did you mean `string.upcase`?")]
    [InlineData("{{ object.name | lower }}", "RD204", 17, "use string.downcase")]
    [InlineData("{{ object.name | trim }}", "RD204", 17, "use string.strip")]
    [InlineData("{{ len object.name }}", "RD204", 3, "use string.size")]
    [InlineData("{{ now 1 }}", "RD204", 3, "use event.time")]
    [InlineData("{{ object.path }}", "RD203", 10, "write object.name")]
    [InlineData("{{ event.data.resourceName }}", "RD203", 9, "write event.raw.data")]
    [InlineData("{{ date.now }}", "RD204", 3, "use event.time")]
    [InlineData("{{ date.now | date.to_string \"%Y\" }}", "RD204", 3, "use event.time")]
    [InlineData("{{ event.time.yaer }}", "RD203", 14, "year")]
    [InlineData("{{ event.time.year.x }}", "RD203", 19, "end the name")]
    [InlineData("{{ math.random 1 2 }}", "RD204", 3, "string.sha256")]
    [InlineData("{{ math.uuid }}", "RD204", 3, "event.id")]
    [InlineData("{{ math.format 1 \"D999999999\" }}", "RD204", 3, "string.pad_left")]
    [InlineData("{{ object.eval \"1\" }}", "RD204", 3, "write the expression itself")]
    [InlineData("{{ object.keys object }}", "RD204", 3, "object has to_json")]
    [InlineData("{{ regex.match object.name \"a\" }}", "RD204", 3, "match.object")]
    [InlineData("{{ html.escape object.name }}", "RD204", 3, "html.url_encode")]
    [InlineData("{{ timespan.from_days 1 }}", "RD204", 3, "the functions are")]
    [InlineData("{{ [1] | array.each @string.upcase }}", "RD204", 9, "no loops")]
    [InlineData("{{ [1] | array.filter 1 }}", "RD204", 9, "no loops")]
    [InlineData("{{ [1] | array.map \"x\" }}", "RD204", 9, "no loops")]
    [InlineData("{{ [2, 1] | array.sort }}", "RD204", 12, "array has")]
    [InlineData("{{ object.name \".csv\" }}", "RD204", 3, "outside {{ }}")]
    [InlineData("{{ object.name | object.stem }}", "RD204", 17, "outside {{ }}")]
    [InlineData("{{ config.x \"y\" }}", "RD204", 3, "join with +")]
    [InlineData("{{ (object.name) 1 }}", "RD204", 3, "value | function")]
    // Statements and expressions outside the language.
    [InlineData("{{ for x in [1] }}{{ end }}", "RD205", 3, "array.join")]
    [InlineData("{{ while true }}{{ end }}", "RD205", 3, "one route")]
    [InlineData("{{ tablerow x in [1] }}{{ end }}", "RD205", 3, "one route")]
    [InlineData("{{ func f }}{{ end }}", "RD205", 3, "var")]
    [InlineData("{{ capture x }}{{ end }}", "RD205", 3, "var")]
    [InlineData("{{ import object }}", "RD205", 3, "in full")]
    [InlineData("{{ with object }}{{ end }}", "RD205", 3, "in full")]
    [InlineData("{{ readonly x }}", "RD205", 3, "nothing in a template can change")]
    [InlineData("{{ ret 1 }}", "RD205", 3, "`if`")]
    [InlineData("{{ break }}", "RD205", 3, "`if`")]
    [InlineData("{{ continue }}", "RD205", 3, "`if`")]
    [InlineData("{{ wrap string.upcase }}{{ end }}", "RD205", 3, "where it is wanted")]
    [InlineData("{{ include \"x\" }}", "RD205", 3, "var")]
    [InlineData("{{ x = 1 }}", "RD205", 3, "write == to compare")]
    [InlineData("{{ $x = 1 }}", "RD205", 3, "var")]
    [InlineData("{{ $x }}", "RD205", 3, "vars.NAME")]
    [InlineData("{{ object.name = 1 }}", "RD205", 3, "==")]
    [InlineData("{{ object.name += 1 }}", "RD205", 3, "==")]
    [InlineData("{{ this }}", "RD205", 3, "in full")]
    [InlineData("{{ this.object.name }}", "RD205", 3, "in full")]
    [InlineData("{{ { a: 1 } }}", "RD205", 3, "YAML")]
    [InlineData("{{ $\"{object.name}\" }}", "RD205", 3, "outside {{ }}")]
    [InlineData("{{ object.name.empty? }}", "RD205", 3, "string.empty")]
    [InlineData("{{ event.raw?.data }}", "RD205", 14, "write `.`")]
    [InlineData("{{ 1..1000000000 | array.size }}", "RD205", 3, "[1, 2, 3]")]
    [InlineData("{{ 1 << 1000000000 }}", "RD205", 3, "power of two")]
    [InlineData("{{ config.a ?! 1 }}", "RD205", 3, "condition ? yes : no")]
    [InlineData("{{ @string.upcase }}", "RD205", 3, "value | function")]
    [InlineData("{{ object.name | string.replace match:\"a\" replace:\"b\" }}", "RD205", 32, "without its name")]
    [InlineData("{{ do; ret 1; end }}", "RD205", 3, "var")]
    [InlineData("{{ object[object.name] }}", "RD205", 10, "object has")]
    [InlineData("{{ string.upcase }}", "RD205", 3, "text | string.upcase")]
    [InlineData("{{ object.name | string.replace \"a\" }}", "RD205", 17, "text | string.replace match replacement")]
    [InlineData("{{ object.name | string.upcase 1 }}", "RD205", 17, "text | string.upcase")]
    [InlineData("{{ object.name | string.size + 1 }}", "RD205", 17, "(value | function)")]
    [InlineData("{{ object.name | 1 }}", "RD205", 17, "value | function")]
    [InlineData("{{ 1.5m }}", "RD205", 3, "without a suffix")]
    [InlineData("{{ 12345678901234567890 }}", "RD205", 3, "smaller")]
    [InlineData("{{ 1e999999999 }}", "RD205", 3, "digits")]
    [InlineData("{{ 1.0e308 }}", "RD205", 3, "digits")]
    [InlineData("{{ 0b111111111111111111111111111111111111 }}", "RD205", 3, "digits")]
    [InlineData("{{ object.name }}\n", "RD205", 17, ">-")]
    [InlineData("a\tb{{ object.name }}", "RD205", 1, ">-")]
    // Groups.
    [InlineData("{{ groups.stm }}", "RD207", 10, "did you mean `stem`?")]
    [InlineData("{{ groups.other }}", "RD207", 10, "(?<other>…)")]
    [InlineData("{{ groups[\"2\"] }}", "RD207", 10, "(?<NAME>…)")]
    [InlineData("{{ groups[2] }}", "RD207", 10, "(?<NAME>…)")]
    [InlineData("{{ (groups.other | string.upcase) ?? 1 }}", "RD207", 11, "(?<other>…)")]
    [InlineData("{{ html.url_encode }}", "RD205", 3, "text | html.url_encode")]
    [InlineData("{{ object.to_json }}", "RD205", 3, "value | object.to_json")]
    public void What_is_unknown_or_not_allowed_is_a_load_error(string template, string code, int offset, string hint)
    {
        TemplateProblem problem = Sample.Problems(template)[0];
        Assert.Equal((code, offset), (problem.Code, problem.Offset));
        Assert.Contains(hint, problem.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ object.name", 0, "`}}`")]
    [InlineData("a {{ object.name }", 2, "`}}`")]
    [InlineData("{{ if true }}a", 13, "{{ end }}")]
    [InlineData("a{{ end }}", 6, "{{ end }}")]
    [InlineData("{{ (object.name }}", 16, "bracket")]
    [InlineData("{{ object. }}", 11, "after the dot")]
    [InlineData("{{ if }}a{{ end }}", 6, "such as object.name")]
    [InlineData("{{ config.true }}", 15, "[\"true\"]")]
    [InlineData("{{ groups.1 }}", 10, "")]
    [InlineData("{{ + }}", 5, "")]
    [InlineData("{{ object.name | }}", 17, "")]
    [InlineData("{{ \"open }}", 0, "quotes")]
    [InlineData("{{ else }}", 3, "before it")]
    [InlineData("{{ when 1 }}", 3, "case")]
    [InlineData("{{ object.name object.stem ) }}", 27, "")]
    [InlineData("{{ {{ object.name }} }}", 4, "")]
    public void A_syntax_error_has_its_place_and_says_what_to_write(string template, int offset, string hint)
    {
        TemplateProblem problem = Sample.Problems(template)[0];
        Assert.Equal("RD201", problem.Code);
        Assert.Equal(offset, problem.Offset);
        Assert.Contains(hint, problem.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_is_found_in_one_pass_in_order()
    {
        IReadOnlyList<TemplateProblem> problems = Sample.Problems(
            "{{ object.nme }}{{ if groups.x }}{{ vars.y | string.nope }}{{ else }}{{ for a in b }}{{ end "
                + "}}{{ end }}{{ z }}"
        );
        Assert.Equal(["RD203", "RD207", "RD203", "RD204", "RD205", "RD202"], problems.Select(problem => problem.Code));
        Assert.Equal(problems.Select(problem => problem.Offset).Order(), problems.Select(problem => problem.Offset));
    }

    [Fact]
    public void A_var_sees_everything_but_vars()
    {
        TemplateNames names = Sample.Names with { VarsAllowed = false, Vars = FrozenSet<string>.Empty };
        TemplateProblem problem = Assert.Single(Sample.Problems("{{ vars.landing }}", names));
        Assert.Equal(("RD202", 3), (problem.Code, problem.Offset));
        Assert.Contains("everything but vars", problem.Hint, StringComparison.Ordinal);
        Assert.NotNull(
            TextTemplate
                .Parse(
                    "{{ config.x }}{{ groups.stem }}{{ object.name }}{{ event.id }}{{ route.name }}{{ bucket.name }}",
                    names
                )
                .Template
        );
    }

    [Fact]
    public void Positions_are_utf16_units_also_after_astral_characters() =>
        Assert.Equal(7, Assert.Single(Sample.Problems("😀é {{ x.y }}")).Offset);
}
