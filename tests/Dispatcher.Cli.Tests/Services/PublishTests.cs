using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;
using Dispatcher.Events;
using Dispatcher.Oci;
using Dispatcher.Oci.Clients;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Sources;

namespace Dispatcher.Cli.Tests.Services;

public sealed class PublishTests : IAsyncLifetime, IDisposable
{
    private const string Bucket = "dispatcher-routes",
        Place = "oci://dispatcher-routes/live";

    private readonly TemporaryFolder folder = new();
    private Cloud cloud = null!;

    public async Task InitializeAsync()
    {
        cloud = await Cloud.StartAsync();
        cloud.Emulator.ObjectStorage.CreateBucket(Bucket);
    }

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_published_is_what_the_function_reads()
    {
        Write(("a.yaml", Route("a")), ("sub/b.yaml", Route("b")));

        JsonElement published = await PublishAsync();

        Assert.Equal("published", published.GetProperty("action").GetString());
        Assert.Equal("""["a.yaml","sub/b.yaml"]""", published.GetProperty("files").GetProperty("added").GetRawText());
        Assert.Equal(["a.yaml", "sub/b.yaml"], await ReadAsync());
    }

    [Fact]
    public async Task A_set_replaces_the_set_before_it_as_a_whole_and_what_is_gone_goes()
    {
        Write(("a.yaml", Route("a")), ("b.yaml", Route("b")), ("c.yaml", Route("c")));
        JsonElement first = await PublishAsync();
        File.Delete(Path.Join(folder.Path, "routes/b.yaml"));
        Write(("a.yaml", Route("a2")), ("d.yaml", Route("d")));

        JsonElement second = await PublishAsync();

        Assert.Equal(first.GetProperty("routeSet").GetString(), second.GetProperty("before").GetString());
        Assert.Equal(
            """{"added":["d.yaml"],"changed":["a.yaml"],"removed":["b.yaml"],"unchanged":1}""",
            second.GetProperty("files").GetRawText()
        );
        Assert.Equal(["a.yaml", "c.yaml", "d.yaml"], await ReadAsync());
    }

    [Fact]
    public async Task Only_this_set_and_the_one_before_it_are_kept()
    {
        for (int n = 0; n < 4; n++)
        {
            Write(("a.yaml", Route($"a{n}")), ("same.yaml", Route("same")));
            await PublishAsync();
        }

        // The manifest, the file that both sets share, and the two versions of the other.
        Assert.Equal(4, Names().Length);
    }

    [Fact]
    public async Task The_same_set_once_more_writes_nothing()
    {
        Write(("a.yaml", Route("a")));
        await PublishAsync();
        string[] before = Tags();

        Assert.Equal("unchanged", (await PublishAsync()).GetProperty("action").GetString());
        Assert.Equal(before, Tags());
    }

    [Fact]
    public async Task A_rollback_puts_the_previous_set_back_and_another_the_newer_one()
    {
        Write(("a.yaml", Route("a")));
        string first = (await PublishAsync()).GetProperty("routeSet").GetString()!;
        Write(("a.yaml", Route("a2")), ("b.yaml", Route("b")));
        string second = (await PublishAsync()).GetProperty("routeSet").GetString()!;

        JsonElement back = await PublishAsync("--rollback");
        Assert.Equal(("rolled-back", first), (Text(back, "action"), Text(back, "routeSet")));
        Assert.Equal(["a.yaml"], await ReadAsync());

        JsonElement forth = await PublishAsync("--rollback");
        Assert.Equal(second, Text(forth, "routeSet"));
        Assert.Equal(["a.yaml", "b.yaml"], await ReadAsync());
    }

    [Fact]
    public async Task A_folder_of_files_becomes_the_set_before_the_first()
    {
        Put("live/old.yaml", Route("old"));
        Put("live/readme.txt", "not a route file");
        Write(("a.yaml", Route("a")));

        Assert.Equal(
            """["old.yaml"]""",
            (await PublishAsync()).GetProperty("files").GetProperty("removed").GetRawText()
        );
        Assert.Equal(["a.yaml"], await ReadAsync());
        Assert.DoesNotContain("live/old.yaml", Names());
        Assert.Contains("live/readme.txt", Names());

        await PublishAsync("--rollback");
        Assert.Equal(["old.yaml"], await ReadAsync());
    }

    [Theory]
    [InlineData("nothing published", "no set was published there yet")]
    [InlineData("one set", "the set there is the first that was published")]
    [InlineData("a file gone", "its file a.yaml is no longer there")]
    public async Task A_rollback_without_a_set_to_go_back_to_changes_nothing(string before, string reason)
    {
        if (before != "nothing published")
        {
            Write(("a.yaml", Route("a")));
            await PublishAsync();
        }

        if (before == "a file gone")
        {
            string[] first = Names();
            Write(("a.yaml", Route("a2")));
            await PublishAsync();
            foreach (string name in first.Where(name => name.StartsWith("live/_published/", StringComparison.Ordinal)))
                cloud.Emulator.ObjectStorage.Delete(Bucket, name);
        }

        string[] tags = Tags();
        CliResult result = await RunAsync("--rollback");

        Assert.Equal(1, result.Code);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Equal(tags, Tags());
    }

    [Theory]
    [InlineData("does not load", "version: 1\nroutes: [{ name: a }]\n", 2, "RD004")]
    [InlineData("a failed test", null, 1, "a test of route a failed")]
    public async Task Routes_with_errors_are_not_published(string what, string? yaml, int code, string said)
    {
        Write(("a.yaml", yaml ?? Route("a") + "    tests: [{ object: b/x.csv, expect: { route: a } }]\n"));

        CliResult result = await RunAsync();

        Assert.True(result.Code == code, $"{what}: {result.Error}");
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
        Assert.Empty(Names());
    }

    [Fact]
    public async Task Two_at_the_same_time_leave_one_whole_set_and_one_of_them_says_so()
    {
        Write(("a.yaml", Route("a")));
        await PublishAsync();
        for (int round = 0; round < 15; round++)
        {
            // Every other round the contents are those of an earlier one, so that their files lie there already.
            using TemporaryFolder other = TemporaryFolder.WithRoutes(("z.yaml", Route($"z{round % 2}")));
            Write(("a.yaml", Route($"a{round % 3}")));

            CliResult[] both = await Task.WhenAll(
                RunAsync(),
                cloud.RunAsync(["publish", Place, "--format", "json"], other.Path)
            );

            string[] files = await ReadAsync();
            Assert.True(files is ["a.yaml"] or ["z.yaml"], string.Join(' ', files));
            Assert.All(both.Where(result => result.Code != 0), result =>
                Assert.Contains("another publish replaced the set", result.Error, StringComparison.Ordinal)
            );
            Assert.Contains(both, result => result.Code == 0);
        }
    }

    [Fact]
    public async Task A_file_that_another_publish_needs_meanwhile_is_not_deleted_as_a_leftover()
    {
        Write(("a.yaml", Route("a")));
        await PublishAsync();
        using TemporaryFolder other = TemporaryFolder.WithRoutes(("z.yaml", Route("z")));
        Put(StoredName(Route("z")), Route("z"));
        Write(("a.yaml", Route("a2")));
        using var deleting = new SemaphoreSlim(0);
        using var finished = new ManualResetEventSlim();
        cloud.Emulator.Faults.Add(
            new FaultRule(Fault.Status(500))
            {
                Operation = Operations.DeleteObject,
                When = _ =>
                {
                    deleting.Release();
                    finished.Wait(TimeSpan.FromSeconds(30));
                    return false;
                },
            }
        );

        Task<CliResult> first = RunAsync();
        await deleting.WaitAsync(TimeSpan.FromSeconds(30));
        cloud.Emulator.Faults.Clear();
        CliResult second = await cloud.RunAsync(["publish", Place, "--format", "json"], other.Path);
        finished.Set();

        Assert.Equal((0, 0), ((await first).Code, second.Code));
        Assert.Equal(["z.yaml"], await ReadAsync());
    }

    [Fact]
    public async Task A_file_of_the_set_in_use_that_was_deleted_by_hand_is_put_back()
    {
        Write(("a.yaml", Route("a")));
        await PublishAsync();
        Write(("a.yaml", Route("a2")));
        await PublishAsync();
        foreach (string name in Names().Where(name => name.Contains("_published/", StringComparison.Ordinal)))
            cloud.Emulator.ObjectStorage.Delete(Bucket, name);
        Put(StoredName(Route("a")), Route("a"));

        Assert.Equal("published", Text(await PublishAsync(), "action"));

        Assert.Equal(["a.yaml"], await ReadAsync());
        Assert.Equal("rolled-back", Text(await PublishAsync("--rollback"), "action"));
    }

    [Theory]
    [InlineData(Operations.PutObject, 1)]
    [InlineData(Operations.PutObject, 2)]
    [InlineData(Operations.ListObjects, 1)]
    [InlineData(Operations.GetObject, 1)]
    [InlineData(Operations.DeleteObject, 1)]
    public async Task A_publish_that_fails_anywhere_leaves_the_old_set_or_the_new_one(string operation, int call)
    {
        Write(("a.yaml", Route("a")));
        await PublishAsync();
        Write(("a.yaml", Route("a2")));
        await PublishAsync();
        Write(("a.yaml", Route("a3")), ("b.yaml", Route("b")));
        cloud.Emulator.Faults.Add(
            new FaultRule(Fault.Status(403, "NotAllowed")) { Operation = operation, After = call - 1 }
        );

        CliResult result = await RunAsync();

        cloud.Emulator.Faults.Clear();
        string[] files = await ReadAsync();
        Assert.True(files is ["a.yaml"] or ["a.yaml", "b.yaml"], string.Join(' ', files));
        Assert.Equal(files.Length == 2 ? 0 : 3, result.Code);
        Assert.Equal("published", Text(await AfterAsync(files.Length), "action"));
    }

    // The next publish goes on from there.
    private async Task<JsonElement> AfterAsync(int files)
    {
        if (files == 2)
            Write(("c.yaml", Route("c")));
        return await PublishAsync();
    }

    [Fact]
    public async Task A_place_that_is_none_is_refused_with_the_form_to_write()
    {
        CliResult result = await cloud.RunAsync(["publish", "oci://../x"]);

        Assert.Equal(2, result.Code);
        Assert.Contains("oci://BUCKET@NAMESPACE/PREFIX", result.Error, StringComparison.Ordinal);
    }

    private async Task<JsonElement> PublishAsync(params string[] more)
    {
        CliResult result = await RunAsync(more);
        Assert.True(result.Code == 0, result.Error);
        return JsonDocument.Parse(result.Out).RootElement;
    }

    private Task<CliResult> RunAsync(params string[] more) =>
        cloud.RunAsync(["publish", Place, "--format", "json", .. more], folder.Path);

    private void Write(params (string Path, string Yaml)[] files)
    {
        foreach ((string path, string yaml) in files)
            folder.Write("routes/" + path, yaml);
    }

    private static string Route(string name) =>
        $"version: 1\nroutes:\n  - name: {name}\n    match: {{ object: {name}/.+ }}\n"
        + "    task: { key: t, workspace: w, application: a }\n";

    private static string StoredName(string yaml) =>
        "live/_published/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml)));

    private void Put(string name, string text) =>
        cloud.Emulator.ObjectStorage.Put(Bucket, name, Encoding.UTF8.GetBytes(text));

    private string[] Names() => [.. cloud.Emulator.ObjectStorage.List(Bucket).Select(one => one.Name)];

    private string[] Tags() => [.. cloud.Emulator.ObjectStorage.List(Bucket).Select(one => $"{one.Name} {one.ETag}")];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    // As the function does.
    private async Task<string[]> ReadAsync()
    {
        Assert.True(ObjectPlace.TryParse(Place, out ObjectPlace? place));
        Assert.True(
            OciClients.TryCreate(
                new OciClientSettings
                {
                    Environment = cloud.Variables,
                    Authentication = OciAuthentication.ConfigFile,
                    ConfigFile = cloud.Variables["OCI_CONFIG_FILE"],
                    Profile = cloud.Variables["OCI_CLI_PROFILE"],
                    ObjectStorageEndpoint = cloud.Variables["DISPATCHER_OBJECT_STORAGE_ENDPOINT"],
                },
                out OciClients? clients,
                out string? problem
            ),
            problem
        );
        using (clients)
        {
            RouteFilesRead read = await RouteSources
                .For(new RouteOrigin.Bucket(place), clients.Objects)
                .ReadAsync(evenIfUnchanged: false, CancellationToken.None);
            return
            [
                .. Assert
                    .IsType<RouteFilesRead.Files>(read)
                    .Found.Select(file => file.Path)
                    .Order(StringComparer.Ordinal),
            ];
        }
    }
}
