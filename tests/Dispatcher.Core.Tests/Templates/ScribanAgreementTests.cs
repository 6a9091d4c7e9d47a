using System.Text.Json;
using CsCheck;
using Dispatcher.Events;
using Dispatcher.Templates;
using Dispatcher.Templates.Compiling;
using Dispatcher.Templates.Rendering;
using Dispatcher.TestKit;
using Scriban;
using Scriban.Runtime;

namespace Dispatcher.Core.Tests.Templates;

/// <summary>Scriban itself, with everything it has switched on, is the oracle: whenever a template has a value here,
/// Scriban renders the same characters. <see cref="FunctionsAgainstScribanTests"/> has what differs.</summary>
public class ScribanAgreementTests
{
    [Fact]
    public void A_plain_template_renders_as_Scriban_renders_it() =>
        Gen.Select(TemplateGen.PlainPart.Array[1, 6], parts => string.Concat(parts))
            .Sample(
                text =>
                {
                    if (
                        text.Contains("{{", StringComparison.Ordinal)
                        && TextTemplate.Parse(text, Sample.Names).Template is { } template
                    )
                        AssertAgrees(text, template);
                },
                iter: Iterations.Of(20_000)
            );

    [Fact]
    public void The_short_way_and_the_long_way_read_a_plain_template_alike() =>
        Gen.Select(TemplateGen.PlainPart.Array[1, 6], parts => string.Concat(parts))
            .Sample(
                text =>
                {
                    if (PlainTemplate.TryParse(text, Sample.Names) is not { } plain)
                        return;
                    CompiledTemplate compiled = TemplateCompiler.Compile(text, Sample.Names);
                    Assert.True(compiled.Problems.IsEmpty, text);
                    TextTemplate slow = new(text, compiled),
                        fast = new(text, plain);
                    Assert.Equal(slow.Render(Sample.Model), fast.Render(Sample.Model));
                    Assert.Equal(slow.References.AsEnumerable(), fast.References.AsEnumerable());
                    Assert.Equal(
                        (slow.LiteralPrefix, slow.IsLiteral, slow.Text),
                        (fast.LiteralPrefix, fast.IsLiteral, fast.Text)
                    );
                },
                iter: Iterations.Of(20_000)
            );

    [Fact]
    public void A_template_of_the_language_renders_as_Scriban_renders_it()
    {
        int tried = Iterations.Of(30_000),
            agreed = 0;
        TemplateGen
            .Statement(3)
            .Sample(
                text =>
                {
                    if (TextTemplate.Parse(text, Sample.Names).Template is { } template && AssertAgrees(text, template))
                        Interlocked.Increment(ref agreed);
                },
                iter: tried
            );
        Assert.True(agreed > tried / 10, $"only {agreed} generated templates had a value");
    }

    [Theory]
    [InlineData("a  {{- object.stem -}}  b")]
    [InlineData("a  {{~ object.stem ~}}  b")]
    [InlineData("a {%{ {{ raw }} }%} b{{ object.stem }}")]
    [InlineData("{{ if true }} x {{ else }} y {{ end }}z")]
    [InlineData(
        "{{ case event.kind }}ignored{{ when \"create\", \"update\" }}w{{ when \"delete\" }}d{{ else }}e{{ end }}"
    )]
    [InlineData("{{ case event.kind }}{{ when \"x\" || \"create\" }}w{{ else }}e{{ end }}")]
    [InlineData("{{ case 3 }}{{ when 1 }}w{{ else }}e{{ end }}")]
    [InlineData("{{ if false }}a{{ else if true }}b{{ else }}c{{ end }}")]
    [InlineData("{{ object.stem; object.file }}")]
    [InlineData("{{ # a comment }}x{{ ## another ## object.stem }}")]
    [InlineData("{{ 'single' + \"double\" + `verbatim\\n` }}")]
    [InlineData("{{ \"\\u0041\\x42\\\"\" }}")]
    [InlineData("{{ string.upcase(string.append(object.stem, '.x')) }}")]
    [InlineData("{{ object.name | string.split '/' | array.reverse | array.join '-' | string.upcase }}")]
    [InlineData("{{ object.name |\n  string.upcase |\n  string.downcase }}")]
    [InlineData("{{ (object.name | string.split '/')[0] }}")]
    [InlineData("{{ (object.name | string.split '/')[-1] }}")]
    [InlineData("{{ [1, 2, 3] | array.contains 2 }}")]
    [InlineData("{{ 7 // 2 }} {{ 7 / 2 }} {{ 7 % 4 }} {{ -7 // 2 }} {{ -7 % 4 }} {{ 7.5 // 2 }} {{ 7.5 % 2 }}")]
    [InlineData("{{ 1 + 2 * 3 - 4 }} {{ (1 + 2) * 3 }} {{ 1 - 2 - 3 }} {{ -1 }} {{ 0x1F }} {{ 1_000 }} {{ 0b101 }}")]
    [InlineData("{{ 1.0 }} {{ 0.1 + 0.2 }} {{ 1 / 3 }} {{ 100000000 * 100000000 }} {{ 1.5 * 2 }}")]
    [InlineData(
        "{{ 7 | math.divided_by 2 }} {{ 7 | math.divided_by 2.0 }} {{ -7 | math.divided_by 2 }} {{ 2.5 | "
            + "math.round }} {{ 2.345 | math.round 2 }}"
    )]
    [InlineData(
        "{{ 1 == 1.0 }} {{ 1 == \"1\" }} {{ true == true }} {{ null == null }} {{ null != 1 }} {{ \"a\" < \"b\" }} "
            + "{{ 2 >= 2 }}"
    )]
    [InlineData("{{ groups.empty == null }} {{ null == \"\" }} {{ null ? 1 : 2 }} {{ !null }}")]
    [InlineData(
        "{{ event.time | date.to_string '%a %A %b %B %C %d %D %e %F %h %H %I %j %L %m %M %N %p %R %s %S %T %u %w "
            + "%y %Y %Z %%' }}"
    )]
    [InlineData(
        "{{ event.time | date.add_days 30.5 | date.add_months 1 | date.add_years (-1) | date.add_hours 5 | "
            + "date.to_string '%F %T' }}"
    )]
    [InlineData(
        "{{ event.time.year }} {{ event.time.month }} {{ event.time.day }} {{ event.time.day_of_year }} {{ "
            + "event.time.hour }} {{ event.time.minute }} {{ event.time.second }} {{ event.time.millisecond }}"
    )]
    [InlineData("{{ (event.time | date.add_days 30).month + 1 }}")]
    [InlineData("{{ event.time }}{{ event.time == event.time }}{{ event.time < (event.time | date.add_seconds 1) }}")]
    [InlineData(
        "{{ 'ab cd' | string.capitalize }}{{ 'Äb-c  D!' | string.handleize }}{{ ' x ' | string.strip }}|{{ 'x' | "
            + "string.sha256 }}"
    )]
    [InlineData(
        "{{ 'abcdef' | string.slice 2 }} {{ 'abcdef' | string.slice (-2) }} {{ 'abcdef' | string.slice (-9) 5 }} "
            + "{{ 'abcdef' | string.slice 4 9 }} {{ 'abc' | string.slice 9 }}"
    )]
    [InlineData(
        "{{ 'abcdef' | string.truncate 4 }} {{ 'abcdef' | string.truncate 2 }} {{ 'abcdef' | string.truncate 5 '' "
            + "}} {{ 'ab' | string.truncate 5 }}"
    )]
    [InlineData(
        "{{ '12' | string.to_int }} {{ ('x' | string.to_int) ?? 'none' }} {{ '99999999999' | string.to_long }}"
    )]
    [InlineData("{{ true && false }} {{ null || false }} {{ false || null }}")]
    public void Scriban_agrees(string text) =>
        Assert.True(AssertAgrees(text, Sample.Parse(text)), Sample.Parse(text).Render(Sample.Model).Failure?.Message);

    // A quotient is rounded down and exact in 64 bits, `/` gives the nearest double, and a second before 1970 is
    // rounded down: docs/routes.md.
    [Theory]
    [InlineData("{{ 1 | math.divided_by (-2147483648) }}", "-1", "-4.656612873077393E-10")]
    [InlineData("{{ (-1) | math.divided_by 9223372036854775807 }}", "-1", "-1.0842021724855044E-19")]
    [InlineData("{{ 3 | math.divided_by event.raw.data.big }}", "0", "3.2526065174565133E-19")]
    [InlineData("{{ 100 | math.divided_by (-2147483648) }}", "-1", "-4.6566128730773926E-08")]
    [InlineData("{{ 2147483647 | math.divided_by 9223372036854775807 }}", "0", "2.328306435454494E-10")]
    [InlineData("{{ (-2147483648) | math.divided_by (-1) }}", "2147483648", "2147483647")]
    [InlineData("{{ (-2147483649) | math.divided_by (-2147483648) }}", "1", "1.0000000004656613")]
    [InlineData("{{ 9223372036854775807 | math.divided_by 0x1F }}", "297528130221121800", "2147483647")]
    [InlineData("{{ 1.5 | math.divided_by 2147483648 }}", "0", "6.984919309616089E-10")]
    [InlineData("{{ (-2.5) | math.divided_by (-2147483649) }}", "0", "1.164153217727247E-09")]
    [InlineData("{{ 2.5 | math.divided_by (-9223372036854775807) }}", "-1", "-2.710505431213761E-19")]
    [InlineData("{{ 3.5 | math.divided_by 2147483648 }}", "0", "1.6298145055770874E-09")]
    [InlineData("{{ (-0.5) | math.divided_by (-2147483649) }}", "0", "2.328306435454494E-10")]
    [InlineData("{{ 0.1 | math.divided_by (-9223372036854775807) }}", "-1", "-1.0842021724855045E-20")]
    [InlineData("{{ 123456789.987654 | math.divided_by 2147483648 }}", "0", "0.05748904775253218")]
    [InlineData("{{ 0.0000001 | math.divided_by (-2147483649) }}", "-1", "-4.656612870908988E-17")]
    [InlineData("{{ 100000000000000000.0 | math.divided_by 100 }}", "1000000000000000", "2147483647")]
    [InlineData("{{ 100000000000000000.0 | math.divided_by 1_000 }}", "100000000000000", "2147483647")]
    [InlineData("{{ (-0.0) | math.divided_by 9223372036854775807 }}", "0", "-0")]
    [InlineData("{{ event.raw.data.big | math.divided_by 3 }}", "3074457345618258602", "2147483647")]
    [InlineData("{{ 0x1F | math.divided_by (-2147483649) }}", "-1", "-1.4435499899817864E-08")]
    [InlineData("{{ 1_000 | math.divided_by (-9223372036854775807) }}", "-1", "-1.0842021724855044E-16")]
    [InlineData("{{ (-2147483648) / 9223372036854775807 }}", "-2.3283064365386963E-10", "-2.328306436538697E-10")]
    [InlineData("{{ event.raw.data.big / 10 }}", "9.223372036854776E+17", "9.223372036854776E+17")]
    [InlineData("{{ (event.time | date.add_years (-2018)) | date.to_string '%s' }}", "-62134742436", "-62134742435")]
    public void What_Scriban_has_otherwise_is_meant(string text, string ours, string scriban) =>
        Assert.Equal((ours, scriban), (Sample.Render(text), Oracle(text)));

    private static bool AssertAgrees(string text, TextTemplate template)
    {
        TemplateResult result = template.Render(Sample.Model);
        if (result.Value is null)
            return false;
        Assert.Equal((text, Oracle(text)), (text, result.Value));
        return true;
    }

    private static string Oracle(string text)
    {
        Template template = Template.Parse(text);
        Assert.False(template.HasErrors, text);
        var context = new TemplateContext
        {
            LimitToString = 0,
            LoopLimit = 0,
            NewLine = "\n",
        };
        ((ScriptObject)context.BuiltinObject["date"]!)["format"] = "%Y-%m-%dT%H:%M:%S.%LZ";
        context.PushGlobal(Globals);
        return template.Render(context);
    }

    private static readonly ScriptObject Globals = MakeGlobals(Sample.Model);

    private static ScriptObject MakeGlobals(TemplateModel model)
    {
        StorageEvent e = model.Event;
        return new ScriptObject
        {
            ["object"] = new ScriptObject
            {
                ["name"] = e.ObjectName,
                ["folder"] = "a/b",
                ["file"] = "c.tar.gz",
                ["stem"] = "c.tar",
                ["extension"] = "gz",
                ["etag"] = e.ETag,
                ["version_id"] = e.VersionId,
            },
            ["bucket"] = new ScriptObject
            {
                ["name"] = e.Bucket,
                ["namespace"] = e.Namespace,
                ["id"] = e.BucketId,
            },
            ["event"] = new ScriptObject
            {
                ["id"] = e.Id,
                ["type"] = e.Type,
                ["kind"] = "create",
                ["time"] = e.Time!.Value.UtcDateTime,
                ["compartment_id"] = e.CompartmentId,
                ["compartment_name"] = e.CompartmentName,
                ["raw"] = Raw(e.Raw),
            },
            ["config"] = From(model.Configuration.Keys.ToDictionary(key => key, key => model.Configuration.Find(key)!)),
            ["groups"] = From(model.Groups),
            ["vars"] = From(model.Vars),
            ["route"] = new ScriptObject { ["name"] = model.RouteName, ["file"] = model.RouteFile },
        };
    }

    private static ScriptObject From<T>(IReadOnlyDictionary<string, T> values)
    {
        var made = new ScriptObject();
        foreach ((string key, T value) in values)
            made[key] = value;
        return made;
    }

    private static object? Raw(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var made = new ScriptObject();
                foreach (JsonProperty property in element.EnumerateObject())
                    made[property.Name] = Raw(property.Value);
                return made;
            case JsonValueKind.Array:
                return new ScriptArray(element.EnumerateArray().Select(Raw));
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                return element.TryGetInt32(out int integer) ? (object)integer : element.GetDouble();
            case JsonValueKind.True or JsonValueKind.False:
                return element.GetBoolean();
            default:
                return null;
        }
    }
}
