using System.Text.Json;
using Dispatcher.Contract;
using Dispatcher.Contract.Images;

namespace Dispatcher.Images.Tests;

/// <summary>What both images must be and do.</summary>
public abstract class ImageContract(ImageRoot root)
{
    /// <summary>Whether a file that is not part of the routes or the account belongs in the image.</summary>
    protected abstract bool Belongs(string file);

    /// <summary>Libraries that a published file asks for, and is loaded without only where they are.</summary>
    protected virtual IReadOnlySet<string> Optional { get; } = new HashSet<string>();

    [BareRootFact]
    public async Task It_dispatches_an_event_in_a_root_that_has_its_base_image_and_what_is_copied_and_nothing_else()
    {
        using var bare = BareRoot.With(root);

        await DispatchesAsync(service => In(bare, service.Address));
    }

    // Where a bare root cannot be made, this is what remains: the same, on this machine's libraries.
    [Fact]
    public Task It_dispatches_an_event_on_this_machine() => DispatchesAsync(service => OnThisMachine(service.Address));

    [Fact]
    public async Task A_function_whose_socket_is_taken_away_says_so_in_one_line_and_ends_with_an_error()
    {
        await using RunningImage image = OnThisMachine("http://127.0.0.1:1");
        image.WaitForSocket();

        image.TakeSocketAway();

        Assert.NotEqual(0, await image.WhenEndedAsync());
        Assert.Single(image.Lines, line => line.Contains("host.socket", StringComparison.Ordinal));
        Assert.Contains("lsnr.sock is not there", image.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_asks_the_regions_endpoint_through_the_proxy_of_its_environment()
    {
        await using var proxy = new ScriptedService(Reply.Empty(503));
        await using RunningImage image = OnThisMachine("", ("HTTPS_PROXY", proxy.Address));

        Task<(int, string)> call = image.CallAsync(RunningImage.InvoiceEvent("a"));
        await proxy.WhenAsync(asked => asked.Requests.Count > 0);

        ReceivedRequest request = proxy.Requests[0];
        Assert.Equal("CONNECT", request.Method);
        Assert.Equal("dataintegration.us-phoenix-1.oci.oraclecloud.com:443", request.Target);
        await image.KillAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => call);
    }

    [Fact]
    public void Every_library_that_a_published_file_asks_for_is_in_the_base_image_or_beside_it()
    {
        string[] files = [.. root.Files];
        HashSet<string> there = [.. BaseImages.Libraries, .. files.Select(file => Path.GetFileName(file))];

        string[] missing =
        [
            .. files.SelectMany(file =>
                (ElfFile.ReadNeeded(root.OnThisMachine(file)) ?? [])
                    .Where(library => !there.Contains(library) && !Optional.Contains(library))
                    .Select(library => $"{file} needs {library}")
            ),
        ];

        Assert.Empty(missing);
        Assert.NotEmpty(ElfFile.ReadNeeded(root.OnThisMachine(root.Entrypoint[0]))!);
    }

    [Fact]
    public void Nothing_is_in_it_that_is_not_wanted() =>
        Assert.All(root.Files, file =>
            Assert.True(
                file is "/etc/passwd" or "/etc/group" or "/function/routes.prepared"
                    || (
                        file.StartsWith("/function/routes/", StringComparison.Ordinal)
                        && file.EndsWith(".yaml", StringComparison.Ordinal)
                    )
                    || Belongs(file),
                $"{file} is not wanted in the image"
            )
        );

    [Fact]
    public void It_stands_on_the_base_image_and_runs_as_the_platforms_user_and_says_what_it_is()
    {
        Assert.StartsWith(BaseImages.Name + "@", root.Stage.Base, StringComparison.Ordinal);
        Assert.Equal("1000:1000", root.Stage.Value("USER"));
        foreach (string label in (string[])["title", "description", "licenses", "version", "revision"])
            Assert.Contains($"org.opencontainers.image.{label}=", root.Stage.Value("LABEL"), StringComparison.Ordinal);
    }

    /// <summary>Starts it in a bare root.</summary>
    protected RunningImage In(BareRoot bare, string services) =>
        new(root.Entrypoint, root.WorkFolder, services, [.. BaseImages.Variables, .. root.Environment], bare.Path);

    private RunningImage OnThisMachine(string services, params (string, string)[] more) =>
        new(
            [.. root.Entrypoint.Select(root.OnThisMachine)],
            root.OnThisMachine(root.WorkFolder),
            services,
            [.. BaseImages.Variables, .. root.Environment, .. more]
        );

    private async Task DispatchesAsync(Func<ScriptedService, RunningImage> run)
    {
        await using var service = new ScriptedService(
            Reply.Json(201, """{"key":"k1","name":"n","status":"NOT_STARTED"}""")
        );
        await using RunningImage image = run(service);

        (int status, string body) = await image.CallAsync(RunningImage.InvoiceEvent("2022-08-12-documents"));

        Assert.True(status == 200, image.Log);
        using JsonDocument answer = JsonDocument.Parse(body);
        Assert.Contains("\"prepared\":true", image.Log, StringComparison.Ordinal);
        Assert.Contains($"\"version\":\"{ImageRoot.Version}\"", image.Log, StringComparison.Ordinal);
        Assert.Equal("dispatched", answer.RootElement.GetProperty("outcome").GetString());
        ReceivedRequest request = Assert.Single(service.Requests);
        Assert.Equal("/20200430/workspaces/ws/applications/app/taskRuns", request.Target);
        Assert.True(request.IsSignedBy(TestKeys.First));

        Assert.Equal(0, await image.RunAsync(image.HealthCheck(root)));
        Assert.Single(service.Requests); // The health check starts nothing.
        Assert.True(await image.StopAsync() == 0, image.Log);
        Assert.NotEqual(0, await image.RunAsync(image.HealthCheck(root)));
    }
}

/// <summary>The target <c>native</c>.</summary>
public sealed class NativeImage() : AssembledImage("native");

/// <summary>The built-in variant as one file.</summary>
public sealed class NativeImageTests(NativeImage image) : ImageContract(image.Root), IClassFixture<NativeImage>
{
    protected override bool Belongs(string file) => file == "/function/dispatcher-function";

    // It was 14.3 MB before the time zones and the sweep; a tenth more is what start and memory can bear.
    private const long MostBytes = 15_760_000;

    [Fact]
    public void The_function_is_one_file_that_stays_within_a_tenth_of_what_it_was()
    {
        long bytes = new FileInfo(image.Root.OnThisMachine("/function/dispatcher-function")).Length;

        Assert.True(
            bytes <= MostBytes,
            $"dispatcher-function has {bytes:N0} bytes, at most {MostBytes:N0}. Find what came in: publish with "
                + "-p:IlcGenerateMapFile=true and compare the map with that of main. Usual causes: a regular "
                + "expression that is not generated, a generic collection over a new struct, a package that is "
                + "not trimmed (src/Dispatcher.Function/Trimmed.xml)"
        );
    }

    [Fact]
    public void The_default_image_is_the_one_on_Oracles_packages() =>
        Assert.Equal("oracle", Dockerfile.Read(Path.Combine(Repository.Folder, "Dockerfile")).Stages[^1].Name);
}
