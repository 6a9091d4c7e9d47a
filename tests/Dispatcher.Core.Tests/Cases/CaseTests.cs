using System.Text.Json;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes.Loading;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Cases;

/// <summary>Reports of users of other tools, each a folder with the files that they would have written. Where the right
/// value needs another way of writing, it stands in <c>right.yaml</c>.</summary>
public sealed class CaseTests
{
    [Theory]
    [InlineData(
        "06-json-inside-a-parameter/right.yaml",
        "event.json",
        "",
        "ARGS",
        "{\"mode\": \"full\", \"file\": \"in/5\\\" pipe.csv\"}"
    )]
    [InlineData(
        "06-json-inside-a-parameter/right.yaml",
        "event2.json",
        "",
        "ARGS",
        "{\"mode\": \"full\", \"file\": \"in/x\\\",\\\"mode\\\":\\\"drop\\\",\\\"y\\\":\\\".csv\"}"
    )]
    [InlineData("08-leading-zeros/right.yaml", "stores/0042/01990619000153.txt", "", "STORE", "0042")]
    [InlineData("08-leading-zeros/right.yaml", "stores/0042/01990619000153.txt", "", "TAX", "01990619000153")]
    [InlineData("08-leading-zeros/right.yaml", "stores/0042/01990619000153.txt", "", "REGION", "0008")]
    [InlineData("10-a-number-from-the-name/right.yaml", "in/s07.csv", "batch=50", "SHARD", 7L)]
    [InlineData("10-a-number-from-the-name/right.yaml", "in/s07.csv", "batch=50", "BATCH", 50L)]
    [InlineData("10-a-number-from-the-name/right.yaml", "in/s07.csv", "", "BATCH", 10L)]
    [InlineData("10-a-number-from-the-name/right.yaml", "in/s07.csv", "batch=50", "LAST", true)]
    [InlineData("23-dates-in-names/routes.yaml", "c/20240228.csv", "", "NEXT", "2024-02-29")]
    [InlineData("23-dates-in-names/routes.yaml", "s/X-2018-08-16T2105.csv", "", "AT", "2018081621")]
    [InlineData("24-the-local-business-day/routes.yaml", "event.json", "", "UTC_DAY", "2026-07-14")]
    [InlineData("24-the-local-business-day/right.yaml", "event.json", "", "BERLIN", "2026-07-15")]
    [InlineData("36-dot-segments/routes.yaml", "event.json", "", "INPUT", "./data/a.csv")]
    [InlineData("38-configuration-key-like-a-system-name/routes.yaml", "event.json", "language=de", "LANGUAGE", "de")]
    [InlineData(
        "38-configuration-key-like-a-system-name/routes.yaml",
        "event.json",
        "username=svc_load",
        "DB_USER",
        "svc_load"
    )]
    [InlineData("38-configuration-key-like-a-system-name/routes.yaml", "event.json", "temp=/stage", "STAGE", "/stage")]
    [InlineData("38-configuration-key-like-a-system-name/routes.yaml", "event.json", "temp=", "STAGE", "none")]
    [InlineData("38-configuration-key-like-a-system-name/strict.yaml", "event.json", "language=de", "LANGUAGE", "de")]
    [InlineData("39-default-for-an-optional-group/routes.yaml", "in/20261128.csv", "", "REGION", "all")]
    [InlineData("39-default-for-an-optional-group/routes.yaml", "in/20261128.csv", "", "TERNARY", "all")]
    [InlineData("39-default-for-an-optional-group/routes.yaml", "in/20261128.csv", "", "IF", "all")]
    [InlineData("39-default-for-an-optional-group/routes.yaml", "in/20261128.csv", "", "RIGHT", "all")]
    [InlineData("39-default-for-an-optional-group/routes.yaml", "in/20261128-de.csv", "", "RIGHT", "de")]
    [InlineData("41-template-that-can-never-work/right.yaml", "a/20261128.csv", "", "DAY", "2026-11-28")]
    [InlineData("41-template-that-can-never-work/right.yaml", "b/7.csv", "", "SIZE", "big")]
    [InlineData("41-template-that-can-never-work/right.yaml", "c/x.csv", "", "WEEK", "1970-W01")]
    public void The_right_value_is_sent(string file, string given, string config, string parameter, object expected)
    {
        DispatchPlanner planner = DispatchPlanner.For(Load(file).Set!);
        string[] pair = config.Split('=');
        Configuration configuration = config.Length == 0 ? Configuration.Empty : Given.Config((pair[0], pair[1]));
        DispatchPlan plan = planner.Plan(Event(file, given), configuration);

        Assert.Empty(plan.Errors);
        JsonElement value = JsonDocument
            .Parse(Assert.Single(plan.Runs).Body)
            .RootElement.GetProperty("configProvider")
            .GetProperty("bindings")
            .GetProperty(parameter)
            .GetProperty("simpleValue");
        Assert.Equal(
            expected,
            value.ValueKind switch
            {
                JsonValueKind.Number => value.GetInt64(),
                JsonValueKind.String => value.GetString(),
                _ => value.GetBoolean(),
            }
        );
    }

    [Theory]
    [InlineData("06-json-inside-a-parameter/routes.yaml", "RD211", "object.to_json")]
    [InlineData(
        "08-leading-zeros/routes.yaml",
        "RD005 RD005 RD005 RD005",
        "write `\"0008\"` to keep the text, or `8` for the number"
    )]
    [InlineData("24-the-local-business-day/zone.yaml", "RD204", "date.in_zone")]
    [InlineData("26-merge-keys-and-anchors/routes.yaml", "RD003 RD003", "what routes share goes into `defaults`")]
    [InlineData("31-template-without-quotes/routes.yaml", "RD002", "put it in quotes")]
    [InlineData("31-template-without-quotes/pattern.yaml", "RD001", "write patterns in single quotes")]
    [InlineData("41-template-that-can-never-work/routes.yaml", "RD208 RD208 RD208", "(groups.n | string.to_int) > 5")]
    public void What_cannot_be_right_is_a_load_error_with_the_text_to_write(string file, string codes, string hint)
    {
        RouteLoad load = Load(file);
        Assert.Equal(codes, string.Join(' ', load.Diagnostics.Select(diagnostic => diagnostic.Code)));
        Assert.Contains(load.Diagnostics, diagnostic => diagnostic.Hint.Contains(hint, StringComparison.Ordinal));
    }

    private static RouteLoad Load(string file) =>
        RouteLoader.Load([new RouteFile("routes.yaml", File.ReadAllBytes(Path(file)))]);

    private static StorageEvent Event(string file, string given) =>
        given.EndsWith(".json", StringComparison.Ordinal)
            ? Assert
                .IsType<EventReading.Accepted>(
                    EventReader.Read(File.ReadAllBytes(Path(file[..(file.IndexOf('/') + 1)] + given)))
                )
                .Event
            : Given.Event(given, "landing");

    private static string Path(string file) => System.IO.Path.Join(AppContext.BaseDirectory, "Cases", file);
}
