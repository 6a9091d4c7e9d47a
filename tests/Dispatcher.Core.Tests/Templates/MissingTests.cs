using Dispatcher.Templates.Rendering;

namespace Dispatcher.Core.Tests.Templates;

public class MissingTests
{
    [Theory]
    [InlineData("{{ config.absent ?? \"x\" }}", "x")]
    [InlineData("{{ config.workspace_id ?? \"x\" }}", "ws")]
    [InlineData("{{ config.a ?? config.b ?? \"x\" }}", "x")]
    [InlineData("{{ config.a ?? config.workspace_id ?? \"x\" }}", "ws")]
    [InlineData("{{ config.workspace_id ?? config.absent }}", "ws")]
    [InlineData("{{ config.a ?? (config.b ?? \"x\") }}", "x")]
    [InlineData("{{ (config.a) ?? \"x\" }}", "x")]
    [InlineData("{{ (config.a ?? config.b) ?? \"x\" }}", "x")]
    [InlineData("{{ (config.a ?? \"y\") | string.upcase }}", "Y")]
    [InlineData("{{ config[\"a\"] ?? \"x\" }}", "x")]
    [InlineData("{{ config[object.stem] ?? \"x\" }}", "x")]
    [InlineData("{{ config[\"workspace\" + \"_id\"] }}", "ws")]
    [InlineData("{{ groups.other ?? \"x\" }}", "x")]
    [InlineData("{{ groups[\"2\"] ?? \"x\" }}", "x")]
    [InlineData("{{ groups[event.kind] ?? \"x\" }}", "x")]
    [InlineData("{{ vars[\"absent\" + \"\"] ?? \"x\" }}", "x")]
    [InlineData("{{ object.etag ?? \"none\" }}", "t-1")]
    [InlineData("{{ object.version_id ?? \"none\" }}", "none")]
    [InlineData("{{ event.raw.none ?? \"x\" }}", "x")]
    [InlineData("{{ event.raw.none.deeper[3].still ?? \"x\" }}", "x")]
    [InlineData("{{ event.raw.data.items[0].none ?? \"x\" }}", "x")]
    [InlineData("{{ event.raw.data.items[9].id ?? \"x\" }}", "x")]
    [InlineData("{{ event.raw.data.flag.part ?? \"x\" }}", "x")]
    [InlineData("{{ event.raw.data.additionalDetails.versionId ?? \"x\" }}", "x")]
    [InlineData("{{ (event.raw.none).deeper ?? \"x\" }}", "x")]
    [InlineData("{{ ((object.name | string.split \"/\")[9]) ?? \"x\" }}", "x")]
    [InlineData("{{ ([] | array.first) ?? \"x\" }}", "x")]
    [InlineData("{{ (\"none\" | string.to_int) ?? 5 }}", "5")]
    [InlineData("{{ groups.empty ?? \"x\" }}", "")]
    [InlineData("{{ config.absent ?? null ?? \"x\" }}", "x")]
    [InlineData("{{ if (config.absent ?? false) }}a{{ else }}b{{ end }}", "b")]
    [InlineData("{{ object.version_id == null }}", "true")]
    [InlineData("{{ object.etag != null ? object.etag : \"none\" }}", "t-1")]
    [InlineData("{{ if object.version_id }}a{{ else }}b{{ end }}", "b")]
    [InlineData("{{ string.append (config.absent ?? \"x\") \"y\" }}", "xy")]
    [InlineData("{{ string.upcase config.absent ?? \"x\" }}", "X")]
    [InlineData("{{ true ? \"x\" : config.absent }}", "x")]
    [InlineData("{{ false && config.absent }}", "false")]
    public void Left_of_a_default_a_look_up_may_be_missing(string template, string expected) =>
        Assert.Equal(expected, Sample.Render(template));

    [Theory]
    [InlineData("{{ config.absent }}", "`absent`")]
    [InlineData("x{{ config.absent }}y", "function configuration")]
    [InlineData("{{ config.absent | string.upcase }}", "`absent`")]
    [InlineData("{{ (config.absent | string.upcase) ?? \"x\" }}", "`absent`")]
    [InlineData("{{ (\"a\" + config.absent) ?? \"x\" }}", "`absent`")]
    [InlineData("{{ \"x\" == config.absent }}", "`absent`")]
    [InlineData("{{ null ?? config.absent }}", "`absent`")]
    [InlineData("{{ config.a ?? config.absent }}", "`absent`")]
    [InlineData("{{ config[object.stem] }}", "`c.tar`")]
    [InlineData("{{ groups[object.stem] }}", "`c.tar`")]
    [InlineData("{{ vars[object.stem] }}", "`c.tar`")]
    [InlineData("{{ if config.absent }}a{{ end }}", "`absent`")]
    [InlineData("{{ case config.absent }}{{ when 1 }}a{{ end }}", "`absent`")]
    [InlineData("{{ true ? config.absent : 1 }}", "`absent`")]
    [InlineData("{{ [config.absent] | array.first }}", "`absent`")]
    [InlineData("{{ config.OCI_SECRET }}", "`OCI_SECRET`")]
    [InlineData("{{ config.PATH }}", "`PATH`")]
    [InlineData("{{ object.version_id }}", "`object.version_id` is null")]
    [InlineData("{{ object.version_id | string.upcase }}", "null")]
    [InlineData("{{ \"a\" + object.version_id }}", "null")]
    [InlineData("{{ 1 + object.version_id }}", "null")]
    [InlineData("{{ object.version_id < \"a\" }}", "null")]
    [InlineData("{{ null }}", "null")]
    [InlineData("{{ event.raw.none }}", "`none`")]
    [InlineData("{{ event.raw.none.deeper }}", "`none`")]
    [InlineData("{{ event.raw.data.items[9] }}", "[9]")]
    [InlineData("{{ event.raw.data.additionalDetails.versionId }}", "null")]
    [InlineData("{{ event.raw.data.additionalDetails.versionId.part }}", "`part`")]
    [InlineData("{{ (object.name | string.split \"/\")[9] }}", "[9]")]
    [InlineData("{{ [] | array.first }}", "null")]
    [InlineData("{{ \"none\" | string.to_int }}", "null")]
    public void Anywhere_else_what_is_missing_or_null_is_an_error(string template, string says)
    {
        TemplateFailure failure = Sample.Failure(template);
        Assert.Equal("RD302", failure.Code);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ event.raw }}", "an object")]
    [InlineData("{{ event.raw.data.items }}", "a list")]
    [InlineData("{{ [1, 2] }}", "a list")]
    [InlineData("{{ event.raw.data.flag.part }}", "true or false")]
    [InlineData("{{ event.raw[0] }}", "an object")]
    [InlineData("{{ event.raw.data.items.id }}", "a list")]
    [InlineData("{{ config[event.raw] }}", "an object")]
    [InlineData("{{ [1] == [1] }}", "a list")]
    [InlineData("{{ true < false }}", "no meaning")]
    [InlineData("{{ config.number < 5 }}", "string.to_int")]
    [InlineData("{{ config.number - 5 }}", "string.to_int")]
    [InlineData("{{ event.time - event.time }}", "no meaning")]
    [InlineData("{{ -config.number }}", "string.to_int")]
    [InlineData("{{ object.name | array.first }}", "string.split")]
    [InlineData("{{ object.name | date.to_string \"%Y\" }}", "event.time")]
    [InlineData("{{ object.name | string.slice \"1\" }}", "text | string.slice start [length]")]
    [InlineData("{{ object.name | string.slice 0 (-1) }}", "negative")]
    [InlineData("{{ object.name | string.replace \"\" \"x\" }}", "empty")]
    [InlineData("{{ object.name | math.abs }}", "a number")]
    [InlineData("{{ 1 | math.round 16 }}", "0 to 15")]
    [InlineData("{{ 1.5 | math.plus \"a\" }}", "a number")]
    [InlineData("{{ event.time | date.to_string \"%Q\" }}", "`%Q`")]
    [InlineData("{{ event.time | date.to_string \"%\" }}", "`%`")]
    [InlineData("{{ event.time | date.to_string \"%n\" }}", "`%n`")]
    [InlineData("{{ event.time | date.to_string \"%g\" }}", "`%g`")]
    [InlineData("{{ event.time | date.to_string \"%c\" }}", "`%c`")]
    [InlineData("{{ [[1]] | array.join \",\" }}", "a list")]
    [InlineData("{{ \"😀\" | string.slice 1 }}", "half a character")]
    public void A_value_of_the_wrong_kind_is_an_error_that_names_it(string template, string says)
    {
        TemplateFailure failure = Sample.Failure(template);
        Assert.Equal("RD301", failure.Code);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_null_etag_is_an_error_that_says_how_to_write_a_default()
    {
        TemplateModel model = Sample.For("a", etag: null);
        TemplateFailure failure = Sample.Failure("x {{ object.etag }}", model);
        Assert.Equal("RD302", failure.Code);
        Assert.Contains("??", failure.Message, StringComparison.Ordinal);
        Assert.Equal("none", Sample.Render("{{ object.etag ?? \"none\" }}", model));
    }

    [Fact]
    public void A_group_of_another_expression_is_missing_when_its_own_did_not_match()
    {
        var model = new TemplateModel
        {
            Event = Sample.Model.Event,
            Configuration = Configuration.Empty,
            Groups = new Dictionary<string, string> { ["1"] = "x" },
            Vars = new Dictionary<string, string>(),
            RouteName = "r",
            RouteFile = "r.yaml",
        };
        Assert.Equal("RD302", Sample.Failure("{{ groups.stem }}", model).Code);
        Assert.Equal("none", Sample.Render("{{ groups.stem ?? \"none\" }}", model));
    }
}
