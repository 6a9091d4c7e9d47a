using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>Goes the way of docs/migration.md with the invoices scenario: types its commands, chapter by chapter, while
/// objects land, the original starts runs and the function logs. <c>fn</c> and <c>oci</c> are stand-ins, the services
/// are emulated.</summary>
public sealed partial class MigrationPageTests
{
    private const string Workspace = "ocid1.disworkspace.oc1..sample",
        Application = "sample-application",
        Bucket = "landing-area";

    private static readonly (string, string) Published = ("DISPATCHER_ROUTES", "oci://dispatcher-routes/live");

    private static readonly Dictionary<string, string> Chapters = Read();

    // `fn` prints the original's configuration as a table; `oci` the function's log as a search's answer; and what
    // both were asked for is written down.
    private const string StandIn = """
        #!/usr/bin/env bash
        echo "$(basename "$0") $*" >>"$CALLS"
        case "$(basename "$0") $*" in
          "fn list config"*)
            printf 'KEY\t\t\tVALUE\n'
            sed -n 's/^\([a-z_]*\)=\(.*\)$/\1\t\t\t\2/p' "$ORIGINAL" ;;
          "oci logging-search"*) cat "$SEARCHED" ;;
        esac
        """;

    [Fact]
    public async Task The_original_is_replaced_by_the_commands_of_the_page_and_comes_back()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        cloud.Emulator.ObjectStorage.CreateBucket(Bucket);
        cloud.Emulator.ObjectStorage.CreateBucket("dispatcher-routes");
        using var folder = new TemporaryFolder();
        foreach (string program in new[] { "fn", "oci" })
        {
            folder.Write(Path.Join("bin", program), StandIn);
            File.SetUnixFileMode(
                Path.Join(folder.Path, "bin", program),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }

        await TypeAsync(cloud, folder, "1. The route");
        Assert.Equal(
            ["workspace_id", "application_key", "connection_key", "invoices_task_key"],
            (await File.ReadAllLinesAsync(Path.Join(folder.Path, "new.config"))).Select(line => line.Split('=')[0])
        );
        Assert.Contains(
            "invoices/lines/2022-08-12-documents.parquet",
            await TypeAsync(cloud, folder, "2. The same request, before anything is deployed"),
            StringComparison.Ordinal
        );

        // Three objects land: the original starts a run for each of two, the function in shadow sees all.
        string[] landed = ["invoices/2022-08-12-documents.jsonlines", "invoices/b_2.jsonlines", "invoices/readme.txt"];
        string sideBySide = await TypeAsync(cloud, folder, "3. Side by side", async () =>
        {
            string log = await ArriveAsync(cloud, folder, landed);
            Assert.Equal(2, Regex.Count(log, "\"outcome\":\"shadowed\""));
            await OriginalStartsAsync(cloud, "2022-08-12-documents");
            await OriginalStartsAsync(cloud, "b_2");
            folder.Write("searched.json", Searched(log));
            string file = Path.Join(folder.Path, "routes", "invoices.yaml");
            string made = await File.ReadAllTextAsync(file);
            string tidied = made.Replace(@"[A-Za-z0-9_\-]+", @"[\-0-9A-Z_a-z]+", StringComparison.Ordinal)
                .Replace("# TODO owner: whom to ask when it fails", "owner: finance", StringComparison.Ordinal);
            Assert.NotEqual(made, tidied);
            await File.WriteAllTextAsync(file, tidied);
        });
        Assert.Contains("same 2  different 0", sideBySide, StringComparison.Ordinal);
        Assert.Contains("0 of 3 objects change", sideBySide, StringComparison.Ordinal);
        Assert.Contains("over all events: no difference", sideBySide, StringComparison.Ordinal);
        Assert.Empty(StartedByRoutes(cloud));

        // What lands while it is switched is only shadowed; the backfill starts it, and nothing that is older.
        string switching = await TypeAsync(cloud, folder, "4. Switch", async () =>
        {
            await ArriveAsync(cloud, folder, "invoices/gap.jsonlines");
            Assert.Empty(StartedByRoutes(cloud));
        });
        Assert.Equal(["invoices/gap.jsonlines"], StartedByRoutes(cloud));
        Assert.Contains("older than the cut-over", switching, StringComparison.Ordinal);
        await ArriveAsync(cloud, folder, "invoices/later.jsonlines");
        Assert.Equal(["invoices/gap.jsonlines", "invoices/later.jsonlines"], StartedByRoutes(cloud));

        await TypeAsync(cloud, folder, "5. And back", () => Task.CompletedTask);
        Assert.Contains(
            "\"outcome\":\"shadowed\"",
            await ArriveAsync(cloud, folder, "invoices/back.jsonlines"),
            StringComparison.Ordinal
        );
        Assert.Equal(2, StartedByRoutes(cloud).Length);
        string[] calls = await File.ReadAllLinesAsync(Path.Join(folder.Path, "calls"));
        Assert.Equal(
            [
                "fn list config function landing invoices",
                "oci logging-search search-logs --limit 1000",
                "oci events rule update --rule-id ocid1.eventrule.oc1.eu-frankfurt-1.aaaa --is-enabled false",
                "oci events rule update --rule-id ocid1.eventrule.oc1.eu-frankfurt-1.aaaa --is-enabled true",
            ],
            calls.Select(call => call.Split(" --time-")[0])
        );
    }

    // Types the commands of a chapter in one shell, which hands its variables on to that of the next chapter.
    private static async Task<string> TypeAsync(
        Cloud cloud,
        TemporaryFolder folder,
        string chapter,
        Func<Task>? afterFirstBlock = null
    )
    {
        string path = string.Join(
            ':',
            Path.Join(folder.Path, "bin"),
            AppContext.BaseDirectory,
            Environment.GetEnvironmentVariable("PATH")
        );
        string[] blocks =
        [
            .. Block()
                .Matches(Chapters[chapter])
                .Select(block => block.Groups["text"].Value.Replace("\n   ", "\n", StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(blocks);
        string printed = "";
        foreach (string block in blocks)
        {
            ScriptResult typed = await Script.RunAsync(
                folder.Path,
                $"set -euo pipefail\n[ ! -f variables ] || . ./variables\n{block}\n"
                    + "declare -p BUCKET ROUTES LOG ORIGINAL_RULE SINCE CUT_OVER 2>/dev/null >variables || true",
                [
                    .. cloud.Variables.Select(pair => (pair.Key, pair.Value)),
                    ("PATH", path),
                    ("CALLS", Path.Join(folder.Path, "calls")),
                    ("ORIGINAL", Path.Join(TheCommand.Repository, "samples", "original-function.config")),
                    ("SEARCHED", Path.Join(folder.Path, "searched.json")),
                ]
            );
            Assert.True(typed.Code == 0, $"{block}\n{typed.Out}");
            printed += typed.Out;
            if (block == blocks[0] && afterFirstBlock is not null)
                await afterFirstBlock();
        }

        return printed;
    }

    // Objects land, and their events reach the function, which reads the published routes. Gives its log.
    private static async Task<string> ArriveAsync(Cloud cloud, TemporaryFolder folder, params string[] names)
    {
        using var log = new MemoryStream();
        (string, string)[] configuration =
        [
            .. File.ReadAllLines(Path.Join(folder.Path, "new.config"))
                .Select(line => line.Split('=', 2))
                .Select(pair => (pair[0], pair[1])),
            Published,
        ];
        using var function = new FunctionInProcess(cloud, "", log, configuration);
        foreach (string name in names)
        {
            cloud.Put(Bucket, name);
            await function.Handler.HandleAsync(
                new Invocation(
                    new EventDocument
                    {
                        Object = name,
                        Bucket = Bucket,
                        Namespace = cloud.Emulator.ObjectStorage.Namespace,
                        Id = $"id-{name}",
                        Time = DateTimeOffset.UtcNow,
                    }.ToJson()
                ),
                CancellationToken.None
            );
        }

        return Encoding.UTF8.GetString(log.ToArray());
    }

    // As a search of OCI Logging gives it.
    private static string Searched(string log) =>
        new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["results"] = new JsonArray([
                    .. log.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                        .Select(line => new JsonObject
                        {
                            ["data"] = new JsonObject
                            {
                                ["logContent"] = new JsonObject { ["data"] = new JsonObject { ["message"] = line } },
                            },
                        }),
                ]),
            },
        }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    // The run that the invoices scenario names, with a name of the service's own.
    private static async Task OriginalStartsAsync(Cloud cloud, string stem)
    {
        static JsonObject Schema(string bucket) =>
            new()
            {
                ["rootObjectValue"] = new JsonObject
                {
                    ["key"] = $"dataref:landing-connection/{bucket}",
                    ["modelType"] = "SCHEMA",
                },
            };
        string name = $"flatten_task_{stem.Replace('-', '_')}";
        var body = new JsonObject
        {
            ["name"] = name,
            ["identifier"] = name.ToUpperInvariant(),
            ["registryMetadata"] = new JsonObject { ["aggregatorKey"] = "flatten-task" },
            ["configProvider"] = new JsonObject
            {
                ["bindings"] = new JsonObject
                {
                    ["INPUT_OBJECT_NAME"] = new JsonObject { ["simpleValue"] = $"invoices/{stem}.jsonlines" },
                    ["OUTPUT_OBJECT_NAME_LINES"] = new JsonObject
                    {
                        ["simpleValue"] = $"invoices/lines/{stem}.parquet",
                    },
                    ["OUTPUT_OBJECT_NAME_NUMBERS"] = new JsonObject
                    {
                        ["simpleValue"] = $"invoices/numbers/{stem}.parquet",
                    },
                    ["INPUT_BUCKET"] = Schema(Bucket),
                    ["OUTPUT_BUCKET"] = Schema("data-pool-area"),
                },
            },
        };
        using var original = new FunctionInProcess(cloud, "", Stream.Null, Published);
        ServiceResult<TaskRun> run = await original.Clients.TaskRuns.CreateAsync(
            new TaskRunRequest
            {
                Route = "original",
                File = "original",
                Workspace = Workspace,
                Application = Application,
                TaskKey = "flatten-task",
                Name = name,
                Identifier = name.ToUpperInvariant(),
                RetryToken = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stem))),
                Bindings = [],
                Body = JsonSerializer.SerializeToUtf8Bytes(body),
            },
            "original",
            CancellationToken.None
        );
        Assert.Null(run.Failure);
    }

    private static string[] StartedByRoutes(Cloud cloud) =>
        [
            .. cloud
                .Runs.Where(run => !run.Name.StartsWith("flatten_task_", StringComparison.Ordinal))
                .Select(run =>
                    JsonNode.Parse(run.Body.Span)!["configProvider"]!["bindings"]!["INPUT_OBJECT_NAME"]![
                        "simpleValue"
                    ]!.ToString()
                ),
        ];

    private static Dictionary<string, string> Read() =>
        File.ReadAllText(Path.Join(TheCommand.Repository, "docs", "migration.md"))
            .Split("\n## ")
            .Skip(1)
            .ToDictionary(chapter => chapter[..chapter.IndexOf('\n', StringComparison.Ordinal)]);

    [GeneratedRegex(@"^ *```sh\n(?<text>.*?)^ *```\n", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
