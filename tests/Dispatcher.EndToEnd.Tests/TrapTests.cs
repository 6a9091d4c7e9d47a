using Dispatcher.Emulator;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;

namespace Dispatcher.EndToEnd.Tests;

/// <summary>What goes wrong between the function and the service: the answer and every log line of it, held against one
/// file. Both variants are held against the same file, so neither can behave or log differently.</summary>
public sealed class TrapTests
{
    private static readonly Dictionary<string, Action<OciEmulator>> Traps = new()
    {
        ["a token that was renewed"] = emulator =>
        {
            emulator.Credentials.Expire();
            emulator.Credentials.Renew();
        },
        ["404"] = Always(Fault.Status(404)),
        ["409 Conflict"] = Always(Fault.Status(409, "Conflict")),
        ["429, once"] = Once(Fault.Throttle(TimeSpan.FromSeconds(1))),
        ["429, later than the deadline"] = Always(Fault.Throttle(TimeSpan.FromMinutes(5))),
        ["503, once"] = Once(Fault.Status(503)),
        ["an HTML page instead of an error"] = Once(Fault.Html(502)),
        ["an HTML page that says 404"] = Always(Fault.Html(404)),
        ["an error without a body"] = Once(Fault.EmptyBody(500)),
        ["a reset before the work"] = Once(Fault.ResetBefore()),
        ["a reset after the work"] = Once(Fault.ResetAfter()),
        ["an answer that ends in the middle"] = Once(Fault.CutShort()),
        ["a slow answer"] = Once(Fault.Slow(TimeSpan.FromSeconds(1))),
        ["an answer later than the deadline"] = Always(Fault.Slow(TimeSpan.FromMinutes(2))),
    };

    public static TheoryData<string> Names => [.. Traps.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Both_variants_answer_and_log_the_same(string name)
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync(
            null,
            ("DISPATCHER_DEAD_LETTER", "oci://failed@emulated/letters")
        );
        function.Emulator.ObjectStorage.CreateBucket("failed");
        // Routes and token are read, so that only the trap is timed.
        await function.CallAsync(OutcomeTests.Event("invoices/readme.txt"));
        await function.UntilAsync(() => function.Summaries.Length == 1, "the first summary line");
        int before = function.Log.Length;
        Traps[name](function.Emulator);

        // Little time only where its end is the trap: everything else has time for another attempt on any machine.
        TimeSpan time = TimeSpan.FromSeconds(name.Contains("deadline", StringComparison.Ordinal) ? 8 : 120);
        Answer answer = await function.CallAsync(OutcomeTests.Event("invoices/a.jsonlines"), time);
        await function.UntilAsync(() => function.Summaries.Length == 2, "the summary line");

        LogTable.Holds(
            "traps.txt",
            name,
            [$"{answer.SocketStatus} {answer.Outcome}", .. function.Log[before..].Select(LogTable.Stable)]
        );
    }

    private static Action<OciEmulator> Once(Fault fault) =>
        emulator => emulator.Faults.Add(Operations.CreateTaskRun, fault, times: 1);

    private static Action<OciEmulator> Always(Fault fault) =>
        emulator => emulator.Faults.Add(Operations.CreateTaskRun, fault, times: null);
}
