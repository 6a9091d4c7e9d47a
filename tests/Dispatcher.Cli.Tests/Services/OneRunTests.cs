using System.Collections.Immutable;
using System.Text;
using Dispatcher.Cli.Backfill;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Runs;
using Dispatcher.Cli.Send;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Routes.Loading;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>What is the same run, and what is another, to every command that starts runs or looks for them.</summary>
public sealed class OneRunTests
{
    private const string Started = "started",
        Found = "found",
        Duplicate = "duplicate";

    private static readonly string[] Commands = ["send", "backfill", "redrive", "gaps"];

    // What the service shows, on which page, and what comes of it.
    private static readonly (string What, Func<TaskRunRequest, TaskRun?> Run, int Page, string Outcome)[] LookUps =
    [
        ("the identifier", request => Shown(request.Identifier, "named by the service"), 1, Found),
        ("the identifier on the third page", request => Shown(request.Identifier, null), 3, Found),
        ("the identifier on the twentieth page", request => Shown(request.Identifier, null), 20, Found),
        ("the identifier behind the twentieth page", request => Shown(request.Identifier, null), 21, Started),
        ("the name, where identifiers are not kept", request => Shown(null, request.Name), 3, Found),
        ("an equal name under another identifier", request => Shown("RD_0", request.Name), 1, Started),
        ("other runs only", _ => null, 1, Started),
    ];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string command in Commands)
            foreach ((string what, _, _, _) in LookUps)
                cases.Add(command, what);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_command_takes_the_same_run_for_the_same(string command, string what)
    {
        (_, Func<TaskRunRequest, TaskRun?> run, int page, string outcome) = LookUps.Single(one => one.What == what);
        var service = new Service { Run = run(Wanted), RunPage = page };

        // What looks one run up gives up after twenty pages; what reads the list as a whole does not.
        if (page > 20 && command != "send")
            outcome = Found;
        Assert.Equal(outcome, await RunAsync(command, service));
        Assert.Equal(outcome == Started && command != "gaps" ? 1 : 0, service.Creates);
    }

    // A first run and a run of before are both answered with 200 by some; only evidence makes a duplicate.
    [Theory]
    [InlineData("send", null, Started)]
    [InlineData("send", 0.5, Started)]
    [InlineData("send", 3600.0, Duplicate)]
    [InlineData("backfill", null, Started)]
    [InlineData("backfill", 3600.0, Found)]
    [InlineData("redrive", null, Started)]
    [InlineData("redrive", 3600.0, Found)]
    public async Task A_run_that_the_service_answers_with_is_a_duplicate_by_its_age(
        string command,
        double? seconds,
        string outcome
    )
    {
        var service = new Service { Age = seconds is { } age ? TimeSpan.FromSeconds(age) : null };

        Assert.Equal(outcome, await RunAsync(command, service));
        Assert.Equal(1, service.Creates);
    }

    private static TaskRunRequest Wanted => Plan().Runs[0];

    private static DispatchPlan Plan() =>
        Planner().Plan(((EventReading.Accepted)Document.Read()).Event, Configuration.Empty);

    private static EventDocument Document =>
        new()
        {
            Object = "in/a.csv",
            Bucket = "landing",
            Namespace = "ns",
            ETag = "e1",
        };

    private static TaskRun Shown(string? identifier, string? name) =>
        new()
        {
            Key = "earlier",
            Identifier = identifier,
            Name = name,
            Status = "RUNNING",
        };

    private static async Task<string> RunAsync(string command, Service service)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal
        {
            Out = output,
            Error = error,
            In = Stream.Null,
            Folder = "/",
            Wait = (_, _) => Task.CompletedTask,
        };
        var patience = new Patience(terminal, error);
        var calls = new RunCalls(service, patience);
        var services = new SweepServices
        {
            TaskRuns = service,
            Objects = null!,
            Reads = patience,
            Writes = patience,
            Time = TimeProvider.System,
            Wait = terminal.Wait,
            RequestId = "test",
        };
        var news = new RunErrors(terminal);
        var submission = new PacedRuns(services, 10, news);
        var histories = new TaskHistories(services);
        switch (command)
        {
            case "send":
                ServiceResult<TaskRun?> before = await calls.FindAsync(Wanted, default);
                SentRun sent = (await SendCommand.SendAsync(calls, Wanted, before)).Value!;
                return !sent.Duplicate ? Started
                    : service.Creates == 0 ? Found
                    : Duplicate;
            case "backfill":
                KnownRun? known = (await histories.FindAsync(Wanted, null, default)).Value;
                if (known is null)
                    Assert.Equal(
                        RunAddition.Exists,
                        (await submission.AddAsync(Wanted, RunSubject.Of("in/a.csv"), waits: true, default)).Value
                    );
                return submission.Started == 1 ? Started : Found;
            case "redrive":
                var place = new OneRecord();
                var reader = new RecordReader(place, Planner(), Configuration.Empty, histories);
                Redrivable record = Assert.Single((await reader.ReadAsync(["record"], default)).Value!);
                var redrive = new RecordSubmission(place, submission, news, waits: true);
                Assert.Null(await redrive.AddAsync(record, default));
                return redrive.Runs.Started == 1 ? Started : Found;
            default:
                var gaps = new BackfillGaps(terminal, asJson: true);
                gaps.Add(
                    Wanted.Route,
                    new ObjectSummary("in/a.csv", "e1", 1, null),
                    (await histories.FindAsync(Wanted, null, default)).Value
                );
                return output.ToString().Contains("\"earlier\"", StringComparison.Ordinal) ? Found : Started;
        }
    }

    private static DispatchPlanner Planner() =>
        DispatchPlanner.For(
            RouteLoader
                .Load([
                    new RouteFile(
                        "a.yaml",
                        Encoding.UTF8.GetBytes(
                            "{ version: 1, routes: [{ name: one, match: { object: '.+' }, "
                                + "task: { key: t, workspace: w, application: a } }] }"
                        )
                    ),
                ])
                .Set!
        );

    private sealed class Service : ITaskRuns
    {
        public TaskRun? Run { get; init; }

        public int RunPage { get; init; } = 1;

        public TimeSpan? Age { get; init; }

        public int Creates { get; private set; }

        public Task<ServiceResult<TaskRun>> CreateAsync(
            TaskRunRequest request,
            string requestId,
            CancellationToken stop
        )
        {
            Creates++;
            return Task.FromResult<ServiceResult<TaskRun>>(
                new TaskRun
                {
                    Key = "new",
                    Identifier = request.Identifier,
                    Status = "RUNNING",
                    Age = Age,
                }
            );
        }

        public Task<ServiceResult<TaskRun>> GetAsync(
            string workspace,
            string application,
            string key,
            CancellationToken stop
        ) => throw new NotSupportedException("Nothing is followed here.");

        // A service that ignores every filter, thirty pages long.
        public Task<ServiceResult<TaskRunPage>> ListAsync(
            string workspace,
            string application,
            TaskRunFilter filter,
            CancellationToken stop
        )
        {
            int page = filter.Page is null
                ? 1
                : int.Parse(filter.Page, System.Globalization.CultureInfo.InvariantCulture);
            ImmutableArray<TaskRun> runs =
            [
                new TaskRun
                {
                    Key = $"other-{page}",
                    Identifier = $"RD_{page}",
                    Name = "by hand",
                },
            ];
            if (page == RunPage && Run is { } run)
                runs = runs.Add(run);
            return Task.FromResult<ServiceResult<TaskRunPage>>(new TaskRunPage(runs, page < 30 ? $"{page + 1}" : null));
        }
    }

    private sealed class OneRecord : IRecordPlace
    {
        public string Name => "here";

        public long PassedOver => 0;

        public ServiceFailure? Failure => null;

        public IAsyncEnumerable<IReadOnlyList<string>> PagesAsync(CancellationToken stopping) =>
            new[] { (IReadOnlyList<string>)["record"] }.ToAsyncEnumerable();

        public Task<ServiceResult<ReadOnlyMemory<byte>?>> ReadAsync(string name, CancellationToken stopping) =>
            Task.FromResult<ServiceResult<ReadOnlyMemory<byte>?>>(
                (ReadOnlyMemory<byte>?)
                    Encoding.UTF8.GetBytes(
                        $$"""{"version":1,"complete":true,"runs":[],"received":{{Encoding.UTF8.GetString(Document.ToJson())}}}"""
                    )
            );

        public Task<ServiceFailure?> PutAsideAsync(string name, ReadOnlyMemory<byte> record) =>
            Task.FromResult<ServiceFailure?>(null);
    }
}
