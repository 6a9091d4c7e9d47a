using System.Text;
using System.Text.Json;
using Dispatcher.Emulator.Model;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>Where the records are: a bucket, a prefix, one record, a folder, or what the configuration names.</summary>
public sealed class RedrivePlaceTests : RedriveTestBed
{
    [Fact]
    public async Task The_place_is_the_configurations_own_when_none_is_given()
    {
        await DeferAsync("alone/a");
        CliResult result = await Cloud.RunAsync(
            ["redrive", "--config", "DISPATCHER_DEAD_LETTER=" + LetterFunction.Place],
            Folder.Path
        );
        Check(result, 0);
        Assert.Contains(
            "records    1  of them 1 start 1 runs, 0 were started since",
            result.Out,
            StringComparison.Ordinal
        );
        Assert.Contains("nothing was started or moved; --submit", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_record_is_redriven_by_the_name_that_the_log_has()
    {
        Faults.Add(Operations.CreateTaskRun, Later, times: null);
        string letter = (await Function.DispatchAsync("in/a")).DeadLetter!;
        await Function.DispatchAsync("in/b");
        Faults.Clear();
        CliResult result = await RedriveAsync(letter, "--submit");
        Check(result, 0);
        Assert.Equal((2, 1), (Submitted(result, "started"), Submitted(result, "done")));
        Assert.Single(Open());
        Assert.Equal("dead/done/2026-11-22/" + letter[^45..], Assert.Single(Done()));
        CliResult again = await RedriveAsync(letter.Replace("/dead/", "/dead/done/", StringComparison.Ordinal));
        Check(again, 2);
        Assert.Contains("what lies below done/ was redriven", again.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dead/2026-11-22/R", "dead/", "2026-11-22/R")]
    [InlineData("2026-11-22/R/", "", "2026-11-22/R")]
    [InlineData("a/b/unreadable/R/", "a/b/", "unreadable/R")]
    [InlineData("R", "", "R")]
    [InlineData("dead/2026-11-22/", "dead/2026-11-22/", "")]
    [InlineData("", "", "")]
    public void A_records_name_is_its_place_and_its_name_below_it(string prefix, string place, string only)
    {
        string record = new string('a', 40) + ".json";
        Assert.Equal(
            (place, only.Replace("R", record, StringComparison.Ordinal)),
            RecordNames.Split(prefix.Replace("R", record, StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_folder_of_records_is_redriven_like_the_bucket_that_it_came_from()
    {
        await DeferAsync("in/a", "in/b");
        foreach (string name in Open())
            Folder.Write(
                "letters/" + name["dead/".Length..],
                Encoding.UTF8.GetString(Cloud.Emulator.ObjectStorage.Get(LetterFunction.Bucket, name)!.Content.Span)
            );
        Folder.Write("letters/readme.txt", "not a record");

        CliResult plan = await RedriveAsync("letters");
        Check(plan, 0);
        Assert.Equal((2, 4), (Number(plan, "records"), Number(plan, "runs")));
        Assert.Contains("not named like a record and left alone: 1", plan.Error, StringComparison.Ordinal);
        Check(await RedriveAsync("letters", "--submit"), 0);

        Assert.Equal(4, Cloud.Runs.Count);
        string[] files =
        [
            .. Directory
                .GetFiles(Folder.Path, "*.json", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Folder.Path, file).Replace('\\', '/')),
        ];
        Assert.All(files, file => Assert.StartsWith("letters/done/2026-11-22/", file, StringComparison.Ordinal));
        Assert.Equal(2, files.Length);
        Assert.Equal(0, Number(await RedriveAsync("letters", "--submit"), "records"));
        // The bucket's own records are overtaken by what the folder's started.
        Assert.Equal((0, 2), (Submitted(await RedriveAsync("--submit"), "started"), Done().Length));
        Assert.Equal(4, Cloud.Runs.Count);
    }

    [Fact]
    public async Task The_sample_record_is_one_that_the_function_would_have_written_and_can_be_redriven()
    {
        string file = Assert.Single(
            Directory.GetFiles(
                Path.Join(TheCommand.Repository, "samples", "dead-letters"),
                "*.json",
                SearchOption.AllDirectories
            )
        );
        JsonElement received = JsonDocument
            .Parse(await File.ReadAllBytesAsync(file))
            .RootElement.GetProperty("received");
        Faults.Add(Operations.CreateTaskRun, Later, times: null);
        DispatchResult written = await Function.DispatchAsync(Encoding.UTF8.GetBytes(received.GetRawText()));
        Assert.EndsWith("/2026-11-22/" + Path.GetFileName(file), written.DeadLetter, StringComparison.Ordinal);
        CliResult plan = await Cloud.RunAsync([
            "redrive",
            "samples/dead-letters",
            "--config-file",
            "samples/local.config",
            "--format",
            "json",
        ]);
        Check(plan, 0);
        Assert.Equal(["invoices"], Reasons(plan, "routes"));
    }

    [Fact]
    public async Task Records_of_a_thousand_done_events_are_not_listed_again()
    {
        foreach (int i in Enumerable.Range(0, 2500))
            Cloud.Emulator.ObjectStorage.Put(
                LetterFunction.Bucket,
                $"dead/done/2026-11-22/{i:x40}.json",
                "{}"u8.ToArray()
            );
        Cloud.Emulator.ObjectStorage.Put(
            LetterFunction.Bucket,
            "dead/unreadable/" + new string('0', 40) + ".json",
            "{}"u8.ToArray()
        );
        long before = Cloud.Emulator.RequestCount(Operations.ListObjects);
        CliResult plan = await RedriveAsync();
        Assert.Equal(1, Number(plan, "records"));
        Assert.Equal(2, Cloud.Emulator.RequestCount(Operations.ListObjects) - before);
    }

    [Fact]
    public async Task A_prefix_without_records_and_a_bucket_that_is_not_there_are_told_apart()
    {
        await DeferAsync("in/a");
        CliResult wrong = await RedriveAsync("oci://letters/deed");
        Check(wrong, 0);
        Assert.Contains("there are no dead-letter records below oci://letters@", wrong.Error, StringComparison.Ordinal);
        CliResult missing = await RedriveAsync("oci://nobody/dead");
        Check(missing, 3);
        Assert.Contains("404", missing.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "redrive" }, "there is no place; give oci://BUCKET@NAMESPACE/PREFIX or a folder")]
    [InlineData(new[] { "redrive", "oci://" }, "\"oci://\" is not a place; write oci://BUCKET@NAMESPACE/PREFIX")]
    [InlineData(new[] { "redrive", "OCI://letters" }, "is not a place; write oci://")]
    [InlineData(new[] { "redrive", "oci://letters/dead/done" }, "what lies below done/ was redriven")]
    [InlineData(new[] { "redrive", "missing" }, "there is no such folder")]
    [InlineData(new[] { "redrive", "routes", "--max-running", "0" }, "--max-running must be at least 1")]
    public async Task Wrong_usage_is_said_with_what_to_write(string[] args, string text)
    {
        CliResult result = await Cloud.RunAsync(args, Folder.Path);
        Check(result, 2);
        Assert.Contains(text, result.Error, StringComparison.Ordinal);
    }
}
