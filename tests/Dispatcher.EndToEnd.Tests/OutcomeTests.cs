using System.Text;
using System.Text.Json;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;
using Dispatcher.Events;

namespace Dispatcher.EndToEnd.Tests;

/// <summary>Every outcome of the table, as the platform meets it: the status on the socket, the function's own, the
/// answer, the log.</summary>
public sealed class OutcomeTests
{
    private const string DeadLetters = "oci://failed@emulated/letters";

    public static TheoryData<string, string, int, string> Bodies { get; } =
        new()
        {
            { "invoice", "dispatched", 200, "" },
            { "invoices/readme.txt", "unmatched", 200, "" },
            { "bucket event", "ignored", 200, "" },
            { "nonsense", "rejected", 500, "RD311" },
            { "\"text\"", "rejected", 500, "RD311" },
            { "{}", "rejected", 500, "RD312" },
            { "oversize", "rejected", 500, "RD313" },
            { "orders/2026/11/23/a.csv", "rejected", 500, "RD302" }, // the configuration lacks the route's keys
        };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Every_kind_of_input_gets_the_outcome_it_names(
        string what,
        string outcome,
        int status,
        string code
    )
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();

        Answer answer = await function.CallAsync(Body(what));

        Assert.Equal(
            (outcome, status, status == 200 ? 200 : 502),
            (answer.Outcome, answer.Status, answer.SocketStatus)
        );
        Assert.Equal(code.Length > 0, answer.Codes.Contains(code));
        Assert.Equal(outcome == "dispatched" ? 1 : 0, function.Emulator.DataIntegration.RunCount);
        await function.UntilAsync(() => function.Summaries.Length == 1, "the summary line");
        Assert.Equal(outcome, function.Summaries[0].GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData(400, "rejected", 500)]
    [InlineData(403, "rejected", 500)]
    [InlineData(404, "rejected", 500)]
    [InlineData(409, "deferred", 503)] // IncorrectState
    [InlineData(422, "rejected", 500)]
    [InlineData(429, "deferred", 503)]
    [InlineData(500, "deferred", 503)]
    [InlineData(503, "deferred", 503)]
    public async Task Every_refusal_of_the_service_gets_its_outcome_and_a_dead_letter(
        int refusal,
        string outcome,
        int status
    )
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync(
            null,
            ("DISPATCHER_DEAD_LETTER", DeadLetters)
        );
        function.Emulator.ObjectStorage.CreateBucket("failed");
        function.Emulator.Faults.Add(Operations.CreateTaskRun, Fault.Status(refusal), times: null);

        // What may succeed later is tried as long as there is time.
        Answer answer = await function.CallAsync(
            Body("invoice"),
            outcome == "rejected" ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(6)
        );

        // A rejected event that is kept safe is done with: 200.
        Assert.Equal((outcome, outcome == "rejected" ? 200 : status), (answer.Outcome, answer.Status));
        var record = Assert.Single(function.Emulator.ObjectStorage.List("failed", "letters/"));
        using var kept = JsonDocument.Parse(record.Content);
        Assert.Equal(outcome, kept.RootElement.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_page_with_200_in_answer_to_a_dead_letter_is_no_dead_letter()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync(
            null,
            ("DISPATCHER_DEAD_LETTER", DeadLetters)
        );
        function.Emulator.ObjectStorage.CreateBucket("failed");
        function.Emulator.Faults.Add(Operations.CreateTaskRun, Fault.Status(404), times: null);
        function.Emulator.Faults.Add(Operations.PutObject, Fault.Html(200), times: null);

        Answer answer = await function.CallAsync(Body("invoice"), TimeSpan.FromSeconds(6));

        Assert.Equal(("rejected", 500), (answer.Outcome, answer.Status));
        Assert.Equal(["RD401", "RD407"], answer.Codes);
        Assert.Equal(JsonValueKind.Null, answer.Body.GetProperty("deadLetter").ValueKind);
        Assert.Empty(function.Emulator.ObjectStorage.List("failed", ""));
    }

    [Fact]
    public async Task An_event_that_is_delivered_again_starts_nothing_twice_and_is_reported_as_a_duplicate()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();

        Answer first = await function.CallAsync(Body("invoice")),
            second = await function.CallAsync(Body("invoice"));

        Assert.False(first.Runs[0].GetProperty("duplicate").GetBoolean());
        Assert.True(second.Runs[0].GetProperty("duplicate").GetBoolean());
        Assert.Equal(
            first.Runs[0].GetProperty("taskRunKey").GetString(),
            second.Runs[0].GetProperty("taskRunKey").GetString()
        );
        Assert.Equal(1, function.Emulator.DataIntegration.RunCount);
    }

    [Fact]
    public async Task A_create_whose_answer_was_lost_is_tried_again_and_starts_one_run()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();
        function.Emulator.Faults.Add(Operations.CreateTaskRun, Fault.ResetAfter());

        Answer answer = await function.CallAsync(Body("invoice"));

        Assert.Equal("dispatched", answer.Outcome);
        Assert.Equal(1, function.Emulator.DataIntegration.RunCount);
    }

    [Fact]
    public async Task A_token_that_was_renewed_is_read_again()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();
        Assert.Equal("dispatched", (await function.CallAsync(Body("invoice"))).Outcome);

        function.Emulator.Credentials.Expire();
        function.Emulator.Credentials.Renew();

        Assert.Equal("dispatched", (await function.CallAsync(Event("invoices/after.jsonlines"))).Outcome);
    }

    // The old one is refused, and the new one is not in its file yet: the event waits for it.
    [Fact]
    public async Task A_gap_between_two_tokens_costs_no_event()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();
        await function.CallAsync(Body("invoices/readme.txt"));
        function.Emulator.Credentials.Expire();

        Task<Answer> call = function.CallAsync(Body("invoice"), TimeSpan.FromSeconds(60));
        await function.UntilAsync(
            () => function.Log.Any(line => line.GetProperty("event").GetString() == "retry"),
            "the first refusal"
        );
        function.Emulator.Credentials.Renew();

        Assert.Equal(("dispatched", 200), ((await call).Outcome, (await call).Status));
        Assert.Equal(1, function.Emulator.DataIntegration.RunCount);
    }

    [Fact]
    public async Task An_answer_comes_before_the_deadline_when_the_service_hangs()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();
        await function.CallAsync(Body("invoices/readme.txt"));
        function.Emulator.Faults.Add(Operations.CreateTaskRun, Fault.Slow(TimeSpan.FromMinutes(2)), times: null);

        Answer answer = await function.CallAsync(Body("invoice"), TimeSpan.FromSeconds(4));

        Assert.Equal(("deferred", "RD405"), (answer.Outcome, answer.Codes[0]));
    }

    [Fact]
    public async Task One_object_starts_several_tasks_and_many_events_at_once_start_one_run_each()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();

        Answer both = await function.CallAsync(Event("sensors/berlin/2026-11-23T0900.json"));
        Answer[] many = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(i => function.CallAsync(Event($"invoices/n{i}.jsonlines")))
        );

        Assert.Equal(
            ["sensors-archive", "sensors-aggregate"],
            both.Runs.EnumerateArray().Select(run => run.GetProperty("route").GetString())
        );
        Assert.All(many, answer => Assert.Equal("dispatched", answer.Outcome));
        Assert.Equal(34, function.Emulator.DataIntegration.RunCount);
    }

    [Fact]
    public async Task Many_and_large_headers_do_not_cost_the_container()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();

        Answer answer = await function.CallAsync(
            Body("invoice"),
            headers: [.. Enumerable.Range(0, 400).Select(n => ($"Fn-Http-H-X{n}", new string('v', 500)))]
        );

        Assert.Equal("dispatched", answer.Outcome);
    }

    [Fact]
    public async Task An_object_name_cannot_forge_a_log_line()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();

        await function.CallAsync(Event("x\n{\"level\":\"error\",\"event\":\"forged\"}\u001b[31m"));
        await function.UntilAsync(() => function.Summaries.Length == 1, "the summary line");

        Assert.DoesNotContain(function.Log, line => line.GetProperty("event").GetString() == "forged");
    }

    [Fact]
    public async Task SIGTERM_ends_the_process_with_code_0_once_it_has_answered()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();
        await function.CallAsync(Body("invoice"));

        Assert.Equal(0, await function.TerminateAsync());
    }

    internal static byte[] Event(string name, string bucket = "landing-area") =>
        new EventDocument
        {
            Object = name,
            Bucket = bucket,
            ETag = "etag-" + name,
            Id = "id-" + name,
        }.ToJson();

    // The event with a further member that makes it nearly as large as an event may be.
    internal static byte[] Body(string what) =>
        what switch
        {
            "invoice" => Event("invoices/2022-08-12-documents.jsonlines"),
            "bucket event" =>
                """{"cloudEventsVersion":"0.1","eventID":"b","eventType":"com.oraclecloud.objectstorage.createbucket","eventTime":"2026-11-23T09:00:00Z"}"""u8.ToArray(),
            "oversize" => [.. Event("invoices/a.jsonlines"), .. new byte[BodyReader.MaxBytes]],
            "nonsense" or "\"text\"" or "{}" => Encoding.UTF8.GetBytes(what),
            _ => Event(what),
        };
}
