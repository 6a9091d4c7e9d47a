using System.Net;
using System.Text;
using Dispatcher.Oci.Ports;
using Dispatcher.Oci.Wire;

namespace Dispatcher.Runtime.Tests.Wire;

/// <summary>What is made of a page of task runs that is not as documented.</summary>
public sealed class TaskRunDocumentTests
{
    [Theory]
    [InlineData("""{"items":[]}""", "")]
    [InlineData("""{"items":[{"key":"k"}]}""", "k")]
    [InlineData("""{"more":[{"key":"x"}],"items":[{"key":"a"},{"key":"b"}],"rest":{"items":1}}""", "a b")]
    [InlineData("""{"items":[{"key":"k","identifier":"i","name":"n"}]}""", "k identifier=i name=n")]
    [InlineData("""{"items":[{"name":"n","more":{"key":"x","deep":[{}]},"key":"k"}]}""", "k name=n")]
    [InlineData("""{"items":[{"key":"k","status":"SUCCESS"},{"key":"l","status":"NEW"}]}""", "k SUCCESS l NEW")]
    [InlineData("""{"items":[{"key":"k","status":"S\u0055CCESS"}]}""", "k SUCCESS")]
    [InlineData("""{"items":[{"k\u0065y":"k","n\u00e4me":"x","st\u0061t\u0075s":"RUNNING"}]}""", "k RUNNING")]
    [InlineData("""{"items":[{"key":"k","näm":"x","nam":"y","keyed":"z","statue":"w","\u006eame":"n"}]}""", "k name=n")]
    [InlineData("""{"items":[{"key":"k","n\ud800m":"x"}]}""", null)] // half a surrogate pair in a name
    [InlineData("""{"items":[{"key":"k","status":null,"taskKey":7,"name":["n"]}]}""", "k")]
    [InlineData("""{"items":[{"key":"k","status":"\ud800","taskKey":"t"}]}""", "k task=t")] // half a surrogate pair
    [InlineData(
        """{"items":[{"key":"k","taskKey":"t"},{"key":"l","taskKey":"t"},{"key":"m","taskKey":"u"}]}""",
        "k task=t l task=t m task=u"
    )]
    [InlineData("""{"items":[{"key":"k","startTimeMillis":1,"endTimeMillis":2}]}""", "k 1–2")]
    [InlineData("""{"items":[{"key":"k","startTimeMillis":"1","endTimeMillis":{"n":2}}]}""", "k")]
    [InlineData("""{"items":[{"key":"a","name":"x"}],"items":[{"key":"b"}]}""", "b")]
    [InlineData("""{"items":[{"key":"k"},7]}""", null)]
    [InlineData("""{"items":[{"key":"k"},{"key":""}]}""", null)]
    [InlineData("""{"items":[{"name":"n"}]}""", null)]
    [InlineData("""{"items":[{"key":"\ud800"}]}""", null)]
    [InlineData("""{"items":{"key":"k"}}""", null)]
    [InlineData("""{"items":[{"key":"k"}],"items":null}""", null)]
    [InlineData("""[{"key":"k"}]""", null)]
    [InlineData("""{"items":[{"key":"k"}]""", null)]
    [InlineData("""{"items":[{"key":"k"}]} {}""", null)]
    [InlineData("""{"\ud800":1,"items":[]}""", null)]
    [InlineData("{}", null)]
    [InlineData("", null)]
    [InlineData("<html>", null)]
    public void A_member_of_another_shape_is_missing_and_a_run_without_a_key_is_no_list(
        string body,
        string? expected
    ) => Assert.Equal(expected, Page(body) is { } page ? string.Join(' ', page.Items.Select(Shown)) : null);

    [Theory]
    [InlineData("\"2026-11-29T08:00:00Z\"", "2026-11-29T08:00:00.0000000+00:00")]
    [InlineData("\"2026-11-29T08:00:00.123Z\"", "2026-11-29T08:00:00.1230000+00:00")]
    [InlineData("\"2026-11-29T09:00:00.5+01:00\"", "2026-11-29T08:00:00.5000000+00:00")]
    [InlineData("\"2016-12-31T23:59:60Z\"", "2016-12-31T23:59:59.0000000+00:00")] // a leap second
    [InlineData("\"2026-11-29T08:00Z\"", null)]
    [InlineData("\"2026-11-29\"", null)]
    [InlineData("\"yesterday at ten o'cloZ\"", null)]
    [InlineData("1764403200000", null)]
    [InlineData("[\"2026-11-29T08:00:00Z\"]", null)]
    public void Times_are_those_of_events(string json, string? expected) =>
        Assert.Equal(
            expected,
            Page($$$"""{"items":[{"metadata":{"x":{"timeCreated":1},"timeCreated":{{{json}}}},"key":"k"}]}""")!
                .Items[0]
                .Created?.ToString("o")
        );

    [Theory]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"timeUpdated":"2026-11-29T08:00:00Z"}""")]
    public void Without_metadata_the_time_is_not_known(string metadata) =>
        Assert.Null(Page($$$"""{"items":[{"key":"k","metadata":{{{metadata}}}}]}""")!.Items[0].Created);

    [Theory]
    [InlineData("""{"bindings":{"P":{"simpleValue":"v"}}}""", """{"P":{"simpleValue":"v"}}""")]
    [InlineData("""{"x":[{}],"bindings":{},"y":1}""", "{}")]
    [InlineData("""{"bindings":[1,[2]],"y":{"bindings":{}}}""", null)]
    [InlineData("""{"bindings":null}""", null)]
    [InlineData("""["bindings"]""", null)]
    [InlineData("7", null)]
    public void Bindings_are_kept_where_they_are_asked_for(string provider, string? expected)
    {
        string body = $$"""{"items":[{"configProvider":{{provider}},"key":"k"},{"key":"l"}]}""";

        Assert.Equal(expected, Page(body, withBindings: true)!.Items[0].Bindings?.GetRawText());
        Assert.Equal("k l", string.Join(' ', Page(body, withBindings: true)!.Items.Select(run => run.Key)));
        Assert.Null(Page(body)!.Items[0].Bindings);
    }

    private static string Shown(TaskRun run) =>
        string.Join(
            ' ',
            new[]
            {
                run.Key,
                run.Identifier is { } identifier ? $"identifier={identifier}" : null,
                run.Name is { } name ? $"name={name}" : null,
                run.TaskKey is { } task ? $"task={task}" : null,
                run.Status,
                run.StartTimeMillis is { } start ? $"{start}–{run.EndTimeMillis}" : null,
            }.OfType<string>()
        );

    private static TaskRunPage? Page(string body, bool withBindings = false)
    {
        using var response = new HttpResponseMessage();
        return TaskRunDocument.Page(
            new OciAnswer(HttpStatusCode.OK, Encoding.UTF8.GetBytes(body), response.Headers),
            withBindings
        );
    }
}
