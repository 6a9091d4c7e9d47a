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
    [InlineData("{{ config.absent ?? null ?? \"x\" }}", "x")]
    [InlineData("{{ object.version_id == null }}", "true")]
    [InlineData("{{ object.etag != null ? object.etag : \"none\" }}", "t-1")]
    [InlineData("{{ if object.version_id }}a{{ else }}b{{ end }}", "b")]
    [InlineData("{{ string.append (config.absent ?? \"x\") \"y\" }}", "xy")]
    [InlineData("{{ string.upcase config.absent ?? \"x\" }}", "X")]
    [InlineData("{{ true ? \"x\" : config.absent }}", "x")]
    public void Left_of_a_default_a_look_up_may_be_missing(string template, string expected) =>
        Assert.Equal(expected, Sample.Render(template));

    [Theory]
    [InlineData("{{ config.absent }}", "`absent`")]
    [InlineData("x{{ config.absent }}y", "function configuration")]
    [InlineData("{{ config.absent | string.upcase }}", "`absent`")]
    [InlineData("{{ \"x\" == config.absent }}", "`absent`")]
    [InlineData("{{ null ?? config.absent }}", "`absent`")]
    [InlineData("{{ config.a ?? config.absent }}", "`absent`")]
    [InlineData("{{ config[object.stem] }}", "`c.tar`")]
    [InlineData("{{ groups[object.stem] }}", "`c.tar`")]
    [InlineData("{{ vars[object.stem] }}", "`c.tar`")]
    [InlineData("{{ case config.absent }}{{ when 1 }}a{{ end }}", "`absent`")]
    [InlineData("{{ true ? config.absent : 1 }}", "`absent`")]
    [InlineData("{{ [config.absent] | array.first }}", "`absent`")]
    [InlineData("{{ config.OCI_SECRET }}", "hidden")]
    [InlineData("{{ config.PATH }}", "`PATH`")]
    [InlineData("{{ object.version_id }}", "`object.version_id` is null")]
    [InlineData("{{ object.version_id | string.upcase }}", "null")]
    [InlineData("{{ \"a\" + object.version_id }}", "null")]
    [InlineData("{{ 1 + object.version_id }}", "null")]
    [InlineData("{{ object.version_id < \"a\" }}", "null")]
    [InlineData("{{ event.raw.none }}", "`none`")]
    [InlineData("{{ event.raw.none.deeper }}", "`none`")]
    [InlineData("{{ event.raw.data.items[9] }}", "[9]")]
    [InlineData("{{ event.raw.data.additionalDetails.versionId }}", "null")]
    [InlineData("{{ event.raw.data.additionalDetails.versionId.part }}", "`part`")]
    [InlineData("{{ (object.name | string.split \"/\")[9] }}", "[9]")]
    [InlineData("{{ \"none\" | string.to_int }}", "null")]
    public void Anywhere_else_what_is_missing_or_null_is_an_error(string template, string says)
    {
        TemplateFailure failure = Sample.Failure(template);
        Assert.Equal("RD302", failure.Code);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ event.raw.data.items }}", "a list")]
    [InlineData("{{ event.raw.data.flag.part }}", "true or false")]
    [InlineData("{{ event.raw.data }}", "an object")]
    [InlineData("{{ event.raw.data.flag < 5 }}", "no meaning")]
    [InlineData("{{ -event.raw.data.flag }}", "string.to_int")]
    [InlineData("{{ event.raw.data.flag | array.first }}", "string.split")]
    [InlineData("{{ event.raw.data.flag | date.to_string '%Y' }}", "event.time")]
    [InlineData("{{ event.raw.data.items == 1 }}", "a list")]
    [InlineData("{{ event.time | date.to_string ('%' + groups.stem) }}", "`%2`")]
    [InlineData("{{ event.time | date.in_zone groups.stem }}", "Europe/Berlin")]
    [InlineData("{{ event.raw.data.items.id }}", "a list")]
    [InlineData("{{ object.name | string.slice 0 (-1) }}", "negative")]
    [InlineData("{{ object.name | string.replace \"\" \"x\" }}", "empty")]
    [InlineData("{{ 1 | math.round 16 }}", "0 to 15")]
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
            Groups = new Dictionary<string, string?> { ["1"] = "x" },
            Vars = new Dictionary<string, string>(),
            RouteName = "r",
            RouteFile = "r.yaml",
        };
        Assert.Equal("RD302", Sample.Failure("{{ groups['stem' + ''] }}", model).Code);
        Assert.Equal("none", Sample.Render("{{ groups['stem' + ''] ?? \"none\" }}", model));
    }

    [Theory]
    [InlineData("{{ groups.region ?? 'all' }}", "all", "de", "")]
    [InlineData("{{ groups.region ? groups.region : 'all' }}", "all", "de", "")]
    [InlineData("{{ if groups.region }}{{ groups.region }}{{ else }}all{{ end }}", "all", "de", "")]
    [InlineData("{{ groups.region == '' ? 'all' : groups.region }}", "all", "de", "all")]
    [InlineData("{{ groups.region == null ? 'all' : groups.region }}", "all", "de", "")]
    [InlineData("{{ case groups.region }}{{ when '' }}all{{ else }}{{ groups.region }}{{ end }}", "all", "de", "all")]
    [InlineData("{{ case groups.region }}{{ when null }}all{{ else }}{{ groups.region }}{{ end }}", "all", "de", "")]
    [InlineData("in/{{ groups.region }}", "in/", "in/de", "in/")]
    [InlineData("{{ 'in/' + groups.region }}", "in/", "in/de", "in/")]
    [InlineData("{{ groups.region | string.upcase }}", "", "DE", "")]
    [InlineData("{{ (groups.region ?? 'all') | string.upcase }}", "ALL", "DE", "")]
    [InlineData("{{ (groups.region | string.to_int) ?? 7 }}", "7", "7", "7")]
    [InlineData("{{ groups.region | object.to_json }}", "null", "\"de\"", "\"\"")]
    [InlineData("{{ !groups.region }}", "true", "false", "false")]
    public void A_group_that_took_no_part_is_null_and_nothing(
        string template,
        string missing,
        string there,
        string empty
    )
    {
        Assert.Equal(missing, Sample.Render(template, Sample.For("a", region: null)));
        Assert.Equal(there, Sample.Render(template, Sample.For("a", region: "de")));
        Assert.Equal(empty, Sample.Render(template, Sample.For("a", region: "")));
    }

    [Fact]
    public void An_empty_value_of_the_configuration_counts_as_none()
    {
        Assert.Equal("10", Sample.Render("{{ config.hollow ?? 10 }}"));
        Assert.Equal("RD302", Sample.Failure("{{ config.hollow }}").Code);
    }

    [Fact]
    public void A_hidden_key_is_said_to_be_hidden() =>
        Assert.Contains("hidden", Sample.Failure("{{ config.PATH }}").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{ config.DB_PASSWORD }}", "looks like a secret's; list it in DISPATCHER_CONFIG_KEYS")]
    [InlineData("{{ config.DB_PASSWORD ?? 'none' }}", "looks like a secret's; list it in DISPATCHER_CONFIG_KEYS")]
    [InlineData("{{ config['DB_' + 'PASSWORD'] }}", "looks like a secret's; list it in DISPATCHER_CONFIG_KEYS")]
    [InlineData("{{ config.LANGUAGE ?? 'en' }}", "belongs to the platform, the dispatcher or the process")]
    public void A_hidden_key_is_called_hidden_and_never_missing(string template, string why)
    {
        string message = Sample.Failure(template).Message;

        Assert.Contains(why, message, StringComparison.Ordinal);
        Assert.DoesNotContain("has no", message, StringComparison.Ordinal);
    }
}
