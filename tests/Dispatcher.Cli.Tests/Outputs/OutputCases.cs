using Dispatcher.Cli.Tests.Services;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;
using static Dispatcher.Emulator.Model.Operations;

namespace Dispatcher.Cli.Tests.Outputs;

/// <summary>One command line whose standard output is kept.</summary>
/// <param name="Name">The name of the kept file.</param>
/// <param name="Line">The words after <c>dispatcher</c>, separated by blanks.</param>
/// <param name="Prepare">What the services hold before it; null where no service is asked.</param>
internal sealed record OutputCase(string Name, string Line, Func<Cloud, Task>? Prepare = null)
{
    /// <summary>How the services behave.</summary>
    public Func<EmulatorOptions, EmulatorOptions>? Options { get; init; }
}

/// <summary>Every command with every format that it has, over the shipped routes and samples, and over small sets that
/// reach every branch of what is printed.</summary>
internal static class OutputCases
{
    private const string Config = "--config-file samples/local.config",
        Invoice = "invoices/2022-08-12-documents.jsonlines",
        Many = "--routes sets/many --config second=two",
        Send = $"send --object {Invoice} {Config}",
        Backfill = $"backfill --bucket landing-area {Config}",
        Publish = "publish oci://dispatcher-routes/live --routes sets/letters",
        Redrive = $"redrive {LetterFunction.Place} --routes sets/letters --config needed=t4";

    public static IReadOnlyList<OutputCase> All { get; } =
    [
        .. DryRun(),
        .. InFormats("lint", $"lint {Config}", "text json sarif github"),
        .. InFormats(
            "lint-findings",
            "lint --routes sets/findings --config x=y --budget 600",
            "text json sarif github"
        ),
        .. InFormats("lint-broken", "lint --routes sets/broken", "text json sarif github"),
        .. InFormats("lint-undecided", "lint --routes sets/after --budget 0", "text json"),
        .. InFormats("test", "test", "text json"),
        .. InFormats("test-failing", "test --routes sets/tests", "text json"),
        .. InFormats("test-mutate", "test --routes sets/mutated --mutate", "text json"),
        .. InFormats("diff", "diff sets/before sets/after", "text json markdown"),
        .. InFormats("diff-names", "diff sets/before sets/after --objects sets/names.txt", "text json markdown"),
        .. InFormats("diff-undecided", "diff sets/before sets/after --budget 0", "text json markdown"),
        .. InFormats("diff-report", "diff sets/report-before sets/report-after --config papers_key=p", "text markdown"),
        .. InFormats("diff-same", $"diff routes routes --objects samples/names.txt {Config}", "text json markdown"),
        .. InFormats("local", "local --once", "text json"),
        .. InFormats("local-failing", $"local landing --once --bucket in {Many}", "text json"),
        .. InFormats("check", $"check {Config} --against samples/published-tasks.json", "text json"),
        .. InFormats(
            "check-wrong",
            "check --routes sets/many --config second=gone --against sets/tasks.json",
            "text json"
        ),
        .. InFormats("rule", "rule --name landing-area", "json text"),
        .. InFormats("rule-function", "rule --routes sets/many --function ocid1.fnfunc.oc1..f", "json text"),
        .. InFormats("rule-check", "rule --check sets/rule.json", "json text"),
        new("rule-check-default", "rule --check sets/rule.json"),
        .. InFormats("rule-check-same", "rule --routes sets/many --check sets/rule.json", "json text"),
        .. InFormats("policy", $"policy {Config} --group dispatcher --compartment data --look-up", "text json"),
        .. InFormats(
            "policy-places",
            "policy --routes sets/before --config b=k --config "
                + "DISPATCHER_DEAD_LETTER=oci://letters@ns/dead --config DISPATCHER_ROUTES=oci://routes@ns/live",
            "text json"
        ),
        .. InFormats("policy-check", "policy --routes sets/before --config b=k --check sets/policy.txt", "text json"),
        .. InFormats(
            "policy-check-same",
            "policy --routes sets/after --config b=k --check sets/policy.txt",
            "text json"
        ),
        .. InFormats(
            "policy-sweep",
            "policy --routes sets/before --config b=k --sweep --config "
                + "DISPATCHER_DEAD_LETTER=oci://letters@ns/dead",
            "text json"
        ),
        .. InFormats("docs", "docs", "text json"),
        .. InFormats("docs-many", $"docs {Many}", "text json"),
        new("docs-check", "docs --routes sets/many --check docs/route-set.md"),
        .. InFormats("infer", "infer --names samples/names.txt", "text json"),
        .. InFormats(
            "infer-from-function",
            "infer --from-function samples/original-function.config --bucket landing-area",
            "text json"
        ),
        new("infer-levels", "infer --names samples/names.txt --levels"),
        new("init.text", "init new-text --format text"),
        new("init.json", "init new-json --format json"),
        .. InFormats("version", "version", "text json"),
        .. InFormats("completion-bash", "completion bash", "text json"),
        .. InFormats("completion-zsh", "completion zsh", "text json"),
        .. InFormats("completion-powershell", "completion powershell", "text json"),
        .. OverServices(),
    ];

    private static IEnumerable<OutputCase> DryRun() =>
        [
            .. InFormats("dry-run", $"dry-run --object {Invoice} {Config}", "text json"),
            .. InFormats("dry-run-explain", $"dry-run --object {Invoice} {Config} --explain", "text json"),
            .. InFormats("dry-run-unmatched", "dry-run --object figures.pdf", "text json"),
            .. InFormats("dry-run-unmatched-explain", "dry-run --object figures.pdf --explain", "text json"),
            .. InFormats(
                "dry-run-two-routes",
                $"dry-run --object sensors/oslo/2026-11-23T0900.json {Config}",
                "text json"
            ),
            .. InFormats(
                "dry-run-shadow",
                $"dry-run --object ü/x {Many} --etag e --time 2026-11-23T09:00:04.5Z",
                "text json"
            ),
            .. InFormats("dry-run-rejected", $"dry-run --object needs/x {Many}", "text json"),
            .. InFormats(
                "dry-run-shadow-rejected",
                $"dry-run --object a/abc.txt --bucket in --namespace ns {Many}",
                "text json"
            ),
            .. InFormats("dry-run-events", $"dry-run --event sets/events.jsonl {Many}", "text json"),
        ];

    private static IEnumerable<OutputCase> OverServices() =>
        [
            // It ends at once where waiting takes no time.
            .. InFormats("workbench", "workbench --no-open", "text json", _ => Task.CompletedTask),
            .. InFormats("send", Send, "text json", Landing, Still),
            .. InFormats("send-again", Send, "text json", cloud => SentAsync(cloud), Still),
            .. InFormats("send-wait", $"{Send} --wait", "text json", Landing),
            .. InFormats("send-wait-failed", $"{Send} --wait", "text json", Landing, Failing),
            .. InFormats("send-refused", Send, "text json", Refusing(400), Still),
            .. InFormats("send-deferred", Send, "text json", Refusing(503), Still),
            .. InFormats(
                "send-unmatched",
                $"send --object figures.pdf --bucket landing-area {Config}",
                "text json",
                Landing
            ),
            .. InFormats("send-rejected", $"send --object {Invoice} --bucket landing-area", "text json", Landing),
            .. InFormats("backfill", Backfill, "text json", Landing),
            .. InFormats("backfill-rejected", "backfill --bucket landing-area", "text json", Landing),
            .. InFormats("backfill-submit", $"{Backfill} --submit", "text json", cloud => SentAsync(cloud)),
            .. InFormats("backfill-failing", $"{Backfill} --submit", "text json", Landing, Failing),
            .. InFormats(
                "backfill-gaps",
                $"{Backfill} --gaps",
                "text json",
                cloud => SentAsync(cloud, "--wait"),
                Failing
            ),
            .. InFormats("sweep", $"sweep --settle 0s {Config}", "text json", Landing),
            .. InFormats("sweep-submit", $"sweep --settle 0s {Config} --submit", "text json", Landing),
            .. InFormats("compare", $"compare --log samples/shadow.log {Config}", "text json", Landing),
            .. InFormats("status", $"status --object {Invoice} {Config}", "text json", Landing),
            .. InFormats(
                "status-failed",
                $"status --object {Invoice} {Config}",
                "text json",
                cloud => SentAsync(cloud, "--wait"),
                Failing
            ),
            .. InFormats(
                "status-unmatched",
                $"status --object figures.pdf --bucket landing-area {Config}",
                "text json",
                Landing
            ),
            .. InFormats("publish", Publish, "text json", RoutesBucket),
            .. InFormats("publish-changed", Publish, "text json", PublishedAsync),
            .. InFormats("publish-rollback", $"{Publish} --rollback", "text json", PublishedAsync),
            .. InFormats("redrive", Redrive, "text json", LettersAsync),
            .. InFormats("redrive-submit", $"{Redrive} --submit", "text json", LettersAsync),
            .. InFormats("redrive-folder", $"redrive samples/dead-letters {Config}", "text json", Landing),
        ];

    private static IEnumerable<OutputCase> InFormats(
        string name,
        string line,
        string formats,
        Func<Cloud, Task>? prepare = null,
        Func<EmulatorOptions, EmulatorOptions>? options = null
    ) =>
        formats
            .Split(' ')
            .Select(format => new OutputCase($"{name}.{format}", $"{line} --format {format}", prepare)
            {
                Options = options,
            });

    private static Task Landing(Cloud cloud)
    {
        cloud.Put(
            "landing-area",
            Invoice,
            Invoice + ".bak",
            "orders/2026/11/23/store-042.csv",
            "sensors/berlin/2026-11-23T0900.json",
            "figures.pdf"
        );
        return Task.CompletedTask;
    }

    private static async Task SentAsync(Cloud cloud, params string[] further)
    {
        await Landing(cloud);
        await cloud.RunAsync([.. Send.Split(' '), .. further]);
    }

    private static Task RoutesBucket(Cloud cloud)
    {
        cloud.Emulator.ObjectStorage.CreateBucket("dispatcher-routes");
        return Task.CompletedTask;
    }

    // Two sets that differ in one of their two files.
    private static async Task PublishedAsync(Cloud cloud)
    {
        await RoutesBucket(cloud);
        foreach (string key in (string[])["one", "two"])
        {
            using TemporaryFolder folder = TemporaryFolder.WithRoutes(
                ("a.yaml", PublishedRoute("a", key)),
                ("b.yaml", PublishedRoute("b", "same"))
            );
            await cloud.RunAsync(["publish", "oci://dispatcher-routes/live"], folder.Path);
        }
    }

    private static string PublishedRoute(string name, string key) =>
        $"version: 1\nroutes:\n  - name: {name}\n    match: {{ object: {name}/.+ }}\n"
        + $"    task: {{ key: {key}, workspace: w, application: a }}\n";

    private static Func<Cloud, Task> Refusing(int status) =>
        cloud =>
        {
            cloud.Emulator.Faults.Add(CreateTaskRun, Fault.Status(status), times: null);
            return Landing(cloud);
        };

    // A record of each kind: to be started, started since, in part, still unmatched, still rejected, never an event.
    private static async Task LettersAsync(Cloud cloud)
    {
        using var function = new LetterFunction(cloud);
        cloud.Emulator.Faults.Add(CreateTaskRun, Fault.Throttle(TimeSpan.FromHours(1)), times: null);
        foreach (string name in (string[])["in/a", "in/b", "alone/a", "nowhere"])
            await function.DispatchAsync(name);
        cloud.Emulator.Faults.Clear();
        await function.DispatchAsync("in/b");
        await function.DispatchAsync("needs/a");
        await function.DispatchAsync("not an event"u8.ToArray());
        cloud.Put(LetterFunction.Bucket, LetterFunction.Prefix + "2026-11-22/readme.txt");
    }

    private static EmulatorOptions Still(EmulatorOptions options) =>
        options with
        {
            Course = options.Course with { NotStarted = Timeout.InfiniteTimeSpan },
        };

    private static EmulatorOptions Failing(EmulatorOptions options) =>
        options with
        {
            Course = options.Course with { Error = "column <LINES> is missing" },
        };
}
