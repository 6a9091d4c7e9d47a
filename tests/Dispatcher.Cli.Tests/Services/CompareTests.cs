using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>What routes in shadow would have started, held against the runs that another program started.</summary>
public sealed class CompareTests
{
    private static async Task<CliResult> CompareAsync(Cloud cloud, string log, params string[] more)
    {
        string file = Path.Join(cloud.Folder, "function.log");
        await File.WriteAllTextAsync(file, log);
        return await cloud.RunAsync(["compare", "--log", file, .. more]);
    }

    private static string[] Results(CliResult result) =>
        [
            .. result
                .Json.GetProperty("runs")
                .EnumerateArray()
                .Select(run => $"{run.GetProperty("result").GetString()} {run.GetProperty("object").GetString()}"),
        ];

    [Fact]
    public async Task The_same_runs_are_the_same_whatever_their_names_and_the_order_of_parameters()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        using var function = new RecordedShadow(cloud);
        foreach (string stem in (string[])["a", "b"])
        {
            await function.HappensAsync($"invoices/{stem}.jsonlines");
            await function.OriginalStartsAsync(stem);
        }

        // The event comes a second time, and an object of no route.
        await function.HappensAsync("invoices/b.jsonlines");
        await function.HappensAsync("figures.pdf");
        CliResult result = await CompareAsync(cloud, function.Log, "--format", "json");
        Assert.Equal("", result.Error);
        Assert.Equal(["same invoices/a.jsonlines", "same invoices/b.jsonlines"], Results(result));
        Assert.Equal(0, result.Code);
    }

    [Fact]
    public async Task A_changed_binding_is_a_difference_with_both_values()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        using var function = new RecordedShadow(cloud);
        await function.HappensAsync("invoices/a.jsonlines");
        await function.HappensAsync("invoices/b.jsonlines");
        await function.OriginalStartsAsync("b");
        await function.OriginalStartsAsync("a", bindings =>
        {
            bindings["OUTPUT"] = new JsonObject { ["simpleValue"] = "invoices/lines/a.csv" };
            bindings["MODE"] = new JsonObject { ["simpleValue"] = "full" };
        });
        CliResult result = await CompareAsync(cloud, function.Log, "--format", "json");
        Assert.Equal(1, result.Code);
        Assert.Equal(["different invoices/a.jsonlines", "same invoices/b.jsonlines"], Results(result));
        JsonElement[] fields = [.. result.Json.GetProperty("runs")[0].GetProperty("fields").EnumerateArray()];
        Assert.Equal(
            [
                """bindings.OUTPUT.simpleValue "invoices/lines/a.parquet" "invoices/lines/a.csv" """,
                """bindings.MODE  {"simpleValue":"full"} """,
            ],
            fields.Select(field =>
                $"{field.GetProperty("path").GetString()} {Raw(field, "shadow")} {Raw(field, "run")} "
            )
        );
        string text = (await CompareAsync(cloud, function.Log)).Out;
        Assert.Contains("different  invoices/a.jsonlines  invoices → flatten", text, StringComparison.Ordinal);
        Assert.Contains("shadow \"invoices/lines/a.parquet\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("invoices/b.jsonlines", text, StringComparison.Ordinal);
    }

    private static string Raw(JsonElement field, string name) =>
        field.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.GetRawText() : "";

    [Fact]
    public async Task An_object_without_a_run_is_missing_and_a_run_without_an_object_is_extra()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        using var function = new RecordedShadow(cloud);
        await function.HappensAsync("invoices/a.jsonlines");
        await function.HappensAsync("invoices/b.jsonlines");
        await function.OriginalStartsAsync("a");
        await function.OriginalStartsAsync("a"); // The event reached the original twice.
        await Task.Delay(20); // Extra runs are in order of time.
        await function.OriginalStartsAsync("elsewhere");
        await function.HappensAsync("figures.pdf");
        CliResult result = await CompareAsync(cloud, function.Log, "--format", "json");
        Assert.Equal(1, result.Code);
        Assert.Equal(
            ["same invoices/a.jsonlines", "missing invoices/b.jsonlines", "extra invoices/a.jsonlines", "extra "],
            Results(result)
        );
        Assert.Equal(
            (1, 0, 1, 2, 0),
            (Count(result, "same"), Count(result, "different"), Count(result, "missing"), Count(result, "extra"), 0)
        );
        string text = (await CompareAsync(cloud, function.Log)).Out;
        Assert.Contains("one more with the same parameters", text, StringComparison.Ordinal);
    }

    private static int Count(CliResult result, string name) => result.Json.GetProperty(name).GetInt32();

    [Fact]
    public async Task Events_before_the_given_time_and_runs_after_the_end_of_the_log_are_left_out()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        using var function = new RecordedShadow(cloud);
        await function.HappensAsync("invoices/a.jsonlines");
        string log = function.Log;
        await Task.Delay(20);
        await function.OriginalStartsAsync("a");
        await function.OriginalStartsAsync("later");
        CliResult result = await CompareAsync(cloud, log, "--format", "json");
        Assert.Equal(["same invoices/a.jsonlines"], Results(result));

        CliResult none = await CompareAsync(cloud, log, "--since", "2100-01-01");
        Assert.Equal(0, none.Code);
        Assert.Contains("there is nothing to compare", none.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lines")]
    [InlineData("prefixed")]
    [InlineData("search")]
    [InlineData("searches")]
    public async Task The_log_is_read_as_it_is_and_as_OCI_Logging_gives_it(string form)
    {
        await using Cloud cloud = await Cloud.StartAsync();
        using var function = new RecordedShadow(cloud);
        await function.HappensAsync("invoices/a.jsonlines");
        await function.OriginalStartsAsync("a");
        string[] lines = function.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string log = form switch
        {
            "lines" => function.Log + "not JSON\n",
            "prefixed" => string.Concat(lines.Select(line => $"2026-11-29T08:00:00Z [app] {line}\n")),
            "search" => Answer(lines),
            // A long time is searched in pieces, and their answers go into one file.
            _ => string.Concat(lines.Select(line => Answer(line) + "\n")),
        };
        CliResult result = await CompareAsync(cloud, log, "--format", "json");
        Assert.Equal(["same invoices/a.jsonlines"], Results(result));
        Assert.Equal(
            form == "lines",
            result.Error.Contains("1 lines of the log are not JSON", StringComparison.Ordinal)
        );

        static string Answer(params string[] messages) =>
            new JsonObject
            {
                ["data"] = new JsonObject
                {
                    ["results"] = new JsonArray([
                        .. messages.Select(message => new JsonObject
                        {
                            ["data"] = new JsonObject
                            {
                                ["logContent"] = new JsonObject { ["data"] = new JsonObject { ["message"] = message } },
                            },
                        }),
                    ]),
                },
            }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    [Fact]
    public async Task A_request_that_the_log_left_out_is_unknown()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        using var function = new RecordedShadow(cloud);
        await function.HappensAsync("invoices/a.jsonlines");
        JsonNode line = JsonNode.Parse(function.Log.Split('\n').Single(text => text.Contains("\"invocation\"")))!;
        line["shadow"]![0]!.AsObject().Remove("request");
        CliResult result = await CompareAsync(cloud, line.ToJsonString());
        Assert.Equal(1, result.Code);
        Assert.Contains("the log left the request out", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.log", "it cannot be read")]
    [InlineData("samples/names.txt", "it has no line of the function's log with the event `invocation`")]
    public async Task A_wrong_log_is_said_with_what_to_give(string file, string text)
    {
        CliResult result = await TheCommand.RunAsync("compare", "--log", file);
        Assert.Equal(2, result.Code);
        Assert.Contains(text, result.Error, StringComparison.Ordinal);
    }
}
