using Dispatcher.Templates;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Core.Tests.Templates;

public class ValueTests
{
    [Theory]
    [InlineData("{{ object.name }}", "a/b/c.tar.gz")]
    [InlineData("{{ object.folder }}", "a/b")]
    [InlineData("{{ object.file }}", "c.tar.gz")]
    [InlineData("{{ object.stem }}", "c.tar")]
    [InlineData("{{ object.extension }}", "gz")]
    [InlineData("{{ object.etag }}", "t-1")]
    [InlineData("{{ bucket.name }}", "landing-area")]
    [InlineData("{{ bucket.namespace }}", "ns")]
    [InlineData("{{ bucket.id }}", "ocid1.bucket.x")]
    [InlineData("{{ groups.stem }}", "2022-08-12")]
    [InlineData("{{ groups[\"1\"] }}", "2022-08-12")]
    [InlineData("{{ groups[1] }}", "2022-08-12")]
    [InlineData("x{{ groups.empty }}y", "xy")]
    [InlineData("{{ event.id }}", "e-1")]
    [InlineData("{{ event.type }}", "com.oraclecloud.objectstorage.createobject")]
    [InlineData("{{ event.kind }}", "create")]
    [InlineData("{{ event.time }}", "2019-01-10T21:19:24.120Z")]
    [InlineData("{{ event.compartment_id }}", "ocid1.compartment.x")]
    [InlineData("{{ event.compartment_name }}", "demo")]
    [InlineData("{{ event.raw.data.additionalDetails.eTag }}", "t-1")]
    [InlineData("{{ event.raw.data.items[0].id }}", "7")]
    [InlineData("{{ event.raw.data.items[1].id }}", "8.5")]
    [InlineData("{{ event.raw.data.items[-1] }}", "last")]
    [InlineData("{{ event.raw.data[\"odd name\"] }}", "odd")]
    [InlineData("{{ event.raw[\"data\"].flag }}", "true")]
    [InlineData("{{ config.workspace_id }}", "ws")]
    [InlineData("{{ config[\"workspace_id\"] }}", "ws")]
    [InlineData("{{ vars.landing }}/{{ vars.pool }}", "conn/data-pool-area")]
    [InlineData("{{ route.name }} {{ route.file }}", "invoices sub/invoices.yaml")]
    public void Every_name_of_the_specification_has_its_value(string template, string expected) =>
        Assert.Equal(expected, Sample.Render(template));

    [Theory]
    [InlineData("{{ date.parse '2020-02-28' | date.add_days 1 | date.to_string '%F' }}", "2020-02-29")]
    [InlineData("{{ groups.stem | date.parse }}", "2022-08-12T00:00:00.000Z")]
    [InlineData("{{ '2022-08-12T01:00:00+02:00' | date.parse | date.to_string '%F %R' }}", "2022-08-11 23:00")]
    [InlineData("{{ (groups.stem | date.parse).day_of_year }}", "224")]
    public void A_date_in_a_name_can_be_read(string template, string expected) =>
        Assert.Equal(expected, Sample.Render(template));

    [Theory]
    [InlineData("2020-02-30")]
    [InlineData("12/08/2022")]
    [InlineData("10:00")]
    [InlineData("2022-08-12T10:00:00")]
    [InlineData("")]
    public void A_text_that_leaves_part_of_a_date_to_the_reader_is_none(string text) =>
        Assert.Equal("RD301", Sample.Parse($"{{{{ '{text}' | date.parse }}}}").Render(Sample.Model).Failure?.Code);

    [Theory]
    [InlineData("a/b/c.tar.gz", "a/b", "c.tar.gz", "c.tar", "gz")]
    [InlineData("c.txt", "", "c.txt", "c", "txt")]
    [InlineData("c", "", "c", "c", "")]
    [InlineData("a/c", "a", "c", "c", "")]
    [InlineData("a/b/", "a/b", "", "", "")]
    [InlineData("/", "", "", "", "")]
    [InlineData("/c.txt", "", "c.txt", "c", "txt")]
    [InlineData("a//c.txt", "a/", "c.txt", "c", "txt")]
    [InlineData("a.b/c", "a.b", "c", "c", "")]
    [InlineData(".bashrc", "", ".bashrc", ".bashrc", "")]
    [InlineData("a/.bashrc", "a", ".bashrc", ".bashrc", "")]
    [InlineData(".tar.gz", "", ".tar.gz", ".tar", "gz")]
    [InlineData("draft.", "", "draft.", "draft.", "")]
    [InlineData("ü/ä.ö", "ü", "ä.ö", "ä", "ö")]
    public void The_parts_of_a_name_are_empty_where_absent(
        string name,
        string folder,
        string file,
        string stem,
        string extension
    )
    {
        TemplateModel model = Sample.For(name);
        Assert.Equal(
            $"[{folder}|{file}|{stem}|{extension}]",
            Sample.Render("[{{ object.folder }}|{{ object.file }}|{{ object.stem }}|{{ object.extension }}]", model)
        );
    }

    [Theory]
    [InlineData("plain text", true)]
    [InlineData("", true)]
    [InlineData("a } b { c %} }} d", true)]
    [InlineData("line\nbreak", true)]
    [InlineData("{{ object.name }}", false)]
    [InlineData("x {%{ {{ }%}", false)]
    public void A_text_without_braces_is_sent_as_written(string text, bool isLiteral)
    {
        TextTemplate template = Sample.Parse(text);
        Assert.Equal(isLiteral, template.IsLiteral);
        Assert.Equal(text, template.Text);
        if (isLiteral)
            Assert.Equal(text, Sample.Render(text));
    }

    [Theory]
    [InlineData("invoices/lines/{{ groups.stem }}.parquet", "invoices/lines/")]
    [InlineData("{{ groups.stem }}.parquet", "")]
    [InlineData("plain", "plain")]
    [InlineData("a  {{- object.name }}", "a")]
    [InlineData("a{{ if true }}b{{ end }}", "a")]
    [InlineData("a {%{{{ }%} b", "a ")]
    public void The_literal_prefix_is_what_every_rendering_begins_with(string text, string prefix) =>
        Assert.Equal(prefix, Sample.Parse(text).LiteralPrefix);

    [Fact]
    public void References_name_every_look_up_also_in_branches_not_taken()
    {
        TextTemplate template = Sample.Parse(
            "{{ if false }}{{ config.a ?? config[object.stem] }}{{ else }}{{ groups[\"1\"] }}{{ end }}{{ "
                + "event.raw.x.y ?? 1 }}"
        );
        Assert.Equal(
            [
                new("config", "a", true, 17),
                new("config", null, false, 29),
                new("object", "stem", false, 36),
                new("groups", "1", false, 64),
                new("event", "raw", true, 90),
            ],
            template.References.AsEnumerable()
        );
    }
}
