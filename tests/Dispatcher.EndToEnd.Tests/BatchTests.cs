using System.Text;
using System.Text.Json;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;

namespace Dispatcher.EndToEnd.Tests;

/// <summary>Batches, pings and binary mode, as the platform sends them to the real process.</summary>
public sealed class BatchTests
{
    private const string DeadLetters = "oci://failed@emulated/letters";

    public static TheoryData<string> Wrappers { get; } = ["event", "stream", "queue text", "queue object", "string"];

    [Theory]
    [MemberData(nameof(Wrappers))]
    public async Task A_batch_of_each_kind_starts_one_run_an_event_and_starts_nothing_when_it_comes_again(
        string wrapper
    )
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();
        byte[] batch = Batch([.. Enumerable.Range(0, 40).Select(i => Wrap(wrapper, $"invoices/n{i}.jsonlines"))]);

        Answer first = await function.CallAsync(batch),
            second = await function.CallAsync(batch);

        Assert.Equal(("batch", 200, 200), (first.Outcome, first.Status, first.SocketStatus));
        Assert.Equal(40, first.Body.GetProperty("counts").GetProperty("dispatched").GetInt32());
        Assert.Equal(40, second.Body.GetProperty("results").GetArrayLength());
        Assert.All(second.Body.GetProperty("results").EnumerateArray(), result =>
            Assert.True(result.GetProperty("runs")[0].GetProperty("duplicate").GetBoolean())
        );
        Assert.Equal(40, function.Emulator.DataIntegration.RunCount);
        await function.UntilAsync(() => function.Summaries.Length == 80, "a summary line for every event");
    }

    [Fact]
    public async Task Poison_and_faults_in_the_middle_cost_no_event_and_do_not_fail_the_batch()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync(
            null,
            ("DISPATCHER_DEAD_LETTER", DeadLetters)
        );
        function.Emulator.ObjectStorage.CreateBucket("failed");
        function.Emulator.Faults.Add(Operations.CreateTaskRun, Fault.Status(503), times: 5);
        function.Emulator.Faults.Add(Operations.CreateTaskRun, Fault.ResetAfter(), times: 3);
        function.Emulator.Faults.Add(Operations.CreateTaskRun, Fault.Status(404), times: 1);
        string[] good = [.. Enumerable.Range(0, 60).Select(i => Wrap("stream", $"invoices/n{i}.jsonlines"))];

        Answer answer = await function.CallAsync(
            Batch([.. good[..30], "17", """{"partition":0,"value":"*"}""", .. good[30..]])
        );

        Assert.Equal(200, answer.Status);
        Assert.Equal(59, answer.Body.GetProperty("counts").GetProperty("dispatched").GetInt32());
        Assert.Equal(3, answer.Body.GetProperty("counts").GetProperty("rejected").GetInt32());
        Assert.Equal(59, function.Emulator.DataIntegration.RunCount);
        Assert.Equal(3, function.Emulator.ObjectStorage.List("failed", "letters/").Count);
    }

    [Fact]
    public async Task A_batch_that_cannot_be_kept_fails_and_gets_done_when_it_comes_again()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();
        function.Emulator.Faults.Add(Operations.CreateTaskRun, Fault.Status(503), times: null);
        byte[] batch = Batch([.. Enumerable.Range(0, 8).Select(i => Wrap("stream", $"invoices/n{i}.jsonlines"))]);

        Answer failed = await function.CallAsync(batch, TimeSpan.FromSeconds(3));
        function.Emulator.Faults.Clear();
        Answer done = await function.CallAsync(batch);

        Assert.Equal((502, 502, 200), (failed.Status, failed.SocketStatus, done.Status));
        Assert.Equal(8, function.Emulator.DataIntegration.RunCount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"dispatcher\":\"ping\"}")]
    public async Task A_ping_is_answered_and_starts_nothing(string body)
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();

        Answer answer = await function.CallAsync(Encoding.UTF8.GetBytes(body));

        Assert.Equal(("ping", 200), (answer.Outcome, answer.Status));
        Assert.True(answer.Body.GetProperty("routes").GetInt32() > 0);
        Assert.Empty(function.Summaries);
    }

    [Theory]
    [InlineData("ce-")]
    [InlineData("Fn-Http-H-Ce-")]
    public async Task A_CloudEvent_in_binary_mode_is_the_event(string prefix)
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();
        using var whole = JsonDocument.Parse(OutcomeTests.Event("invoices/a.jsonlines"));
        byte[] data = Encoding.UTF8.GetBytes(whole.RootElement.GetProperty("data").GetRawText());

        Answer answer = await function.CallAsync(
            data,
            null,
            (prefix + "specversion", "1.0"),
            (prefix + "id", "id-1"),
            (prefix + "source", "ObjectStorage"),
            (prefix + "type", "com.oraclecloud.objectstorage.createobject"),
            (prefix + "time", "2026-11-28T10:00:00Z")
        );

        Assert.Equal(("dispatched", 200), (answer.Outcome, answer.Status));
        Assert.Equal("id-1", answer.Body.GetProperty("event").GetProperty("id").GetString());
    }

    private static string Wrap(string wrapper, string name)
    {
        byte[] json = OutcomeTests.Event(name);
        string text = Encoding.UTF8.GetString(json);
        return wrapper switch
        {
            "stream" =>
                $$"""{"stream":"s","partition":"0","key":null,"value":"{{Convert.ToBase64String(json)}}","offset":0,"timestamp":1}""",
            "queue text" => $$"""{"content":{{JsonSerializer.Serialize(text)}}}""",
            "queue object" => $$"""{"content":{{text}}}""",
            "string" => JsonSerializer.Serialize(text),
            _ => text,
        };
    }

    private static byte[] Batch(string[] elements) => Encoding.UTF8.GetBytes($"[{string.Join(',', elements)}]");
}
