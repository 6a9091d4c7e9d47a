using System.Text.Json;

namespace Dispatcher.EndToEnd.Tests;

/// <summary>All that a process logs from its start to its end, held against one file; what goes wrong on the wire is in
/// <see cref="TrapTests"/>. Both variants are held against the same file, on standard output and standard error
/// together, so neither can log differently, or let anybody else log beside it.</summary>
public sealed class LogTests
{
    private static readonly string[] Bodies =
    [
        "invoice",
        "invoice",
        "invoices/readme.txt",
        "bucket event",
        "\"text\"",
        "nonsense",
        "{}",
        "oversize",
        "orders/2026/11/23/a.csv",
    ];

    [Fact]
    public async Task Both_variants_log_the_same_for_every_kind_of_input()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync(
            null,
            ("DISPATCHER_LOG_LEVEL", "debug")
        );
        await function.UntilAsync(() => function.Log.Length == 2, "the lines of the start");
        for (int n = 0; n < Bodies.Length; n++)
        {
            await function.CallAsync(
                OutcomeTests.Body(Bodies[n]),
                null,
                ("X-B3-Traceid", new string('a', 32)),
                ("X-B3-Spanid", new string('b', 16))
            );
            await function.UntilAsync(() => function.Summaries.Length == n + 1, "the summary line");
        }

        Assert.Equal(0, await function.TerminateAsync());

        LogTable.Holds("log.txt", "every kind of input", Lines(function));
    }

    [Fact]
    public async Task The_start_names_the_keys_that_look_like_secrets_and_never_a_value()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync(
            null,
            ("DB_PASSWORD", "hunter2"),
            ("AWS_REGION", "hunter2"),
            ("API_TOKEN_COLUMN", "column"),
            ("DISPATCHER_CONFIG_KEYS", "API_TOKEN_COLUMN"),
            ("dispatcher_mode", "a key like any other")
        );
        await function.UntilAsync(() => function.Log.Length == 2, "the lines of the start");

        JsonElement start = function.Log.Single(line => line.GetProperty("event").GetString() == "start");
        Assert.Equal(
            ["AWS_REGION", "DB_PASSWORD"],
            start.GetProperty("hiddenKeys").EnumerateArray().Select(key => key.GetString())
        );
        string[] shown = [.. start.GetProperty("configurationKeys").EnumerateArray().Select(key => key.GetString()!)];
        Assert.Contains("API_TOKEN_COLUMN", shown);
        Assert.Contains("dispatcher_mode", shown);
        Assert.DoesNotContain("DB_PASSWORD", shown);
        Assert.DoesNotContain("hunter2", string.Concat(function.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_variants_log_the_same_when_the_routes_do_not_load()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync(
            null,
            ("DISPATCHER_ROUTES", "inline"),
            ("DISPATCHER_ROUTES_YAML", "version: 1\nroutes: [{ name: broken }]\n")
        );
        await function.UntilAsync(() => function.Log.Length == 2, "the lines of the start");
        await function.CallAsync(OutcomeTests.Body("invoice"));
        await function.UntilAsync(() => function.Summaries.Length == 1, "the summary line");

        // Every invocation looks again, once or twice.
        LogTable.Holds("log.txt", "routes that do not load", Lines(function).Distinct());
    }

    [Fact]
    public async Task Both_variants_log_the_same_about_a_call_that_the_host_has_something_to_say_of()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();
        await function.UntilAsync(() => function.Log.Length == 2, "the lines of the start");

        Answer answer = await function.CallAsync(OutcomeTests.Body("invoice"), null, ("Fn-Deadline", "soon"));
        await function.UntilAsync(() => function.Log.Length == 4, "the deadline and the summary line");
        await function.HangUpAsync();
        await function.UntilAsync(() => function.Log.Length == 5, "the line of the host");

        Assert.Equal("dispatched", answer.Outcome);
        LogTable.Holds("log.txt", "what the host has to say", Lines(function).Skip(2));
    }

    [Fact]
    public async Task Both_variants_end_the_same_when_the_socket_cannot_be_made()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.BeginAsync(
            null,
            ("FN_LISTENER", "unix:/nowhere/lsnr.sock")
        );

        Assert.Equal(2, await function.WaitForExitAsync());
        LogTable.Holds(
            "log.txt",
            "a socket that cannot be made",
            function.Log.Where(line => line.GetProperty("event").GetString() == "host.socket").Select(OfTheStart)
        );
    }

    // The routes are read beside the start: which of the two is told first is luck.
    private static IEnumerable<string> Lines(FunctionUnderTest function)
    {
        JsonElement[] log = function.Log;
        JsonElement start = Assert.Single(log, IsStart);
        string told = OfTheStart(start)
            .Replace(start.GetProperty("variant").GetString()!, "VARIANT", StringComparison.Ordinal);
        return [told, .. log.Where(line => !IsStart(line)).Select(LogTable.Stable)];
    }

    // Whether there is a route set yet is luck as well.
    private static string OfTheStart(JsonElement line) =>
        LogTable.Stable(line).Replace("\"routeSet\":null", "\"routeSet\":\"*\"", StringComparison.Ordinal);

    private static bool IsStart(JsonElement line) => line.GetProperty("event").GetString() == "start";
}
