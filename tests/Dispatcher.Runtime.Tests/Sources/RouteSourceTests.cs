using System.Text;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Routes.Loading;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Sources;
using Dispatcher.Runtime.Tests.Fakes;

namespace Dispatcher.Runtime.Tests.Sources;

public sealed class RouteSourceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("routes-").FullName;
    private readonly FakeObjects objects = new();
    private readonly ManualTime time = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_folder_gives_every_route_file_below_it()
    {
        foreach (string name in (string[])["a.yaml", "sub/deep/b.yml", "_c.yaml", ".d.yaml", "e.txt", "sub/_f.yml"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            File.WriteAllText(Path.Combine(folder, name), name);
        }

        IReadOnlyList<RouteFile> files = Files(
            RouteSources.For(new RouteOrigin.Folder(folder) { Shown = "routes" }, objects)
        );

        Assert.Equal(
            ["a.yaml as routes/a.yaml", "sub/deep/b.yml as routes/sub/deep/b.yml"],
            files.Select(file => $"{file.Path} as {file.Shown}").Order(StringComparer.Ordinal)
        );
        Assert.Equal("a.yaml", Text(files, "a.yaml"));
    }

    [Fact]
    public void Folders_that_link_to_themselves_are_not_walked_for_ever_and_linked_files_count()
    {
        File.WriteAllText(Path.Combine(folder, "a.yaml"), "a");
        File.CreateSymbolicLink(Path.Combine(folder, "b.yaml"), "a.yaml");
        foreach (string loop in (string[])["one", "two", "three"])
            Directory.CreateSymbolicLink(Path.Combine(folder, loop), ".");

        Assert.Equal(
            ["a.yaml", "b.yaml"],
            Files(RouteSources.For(new RouteOrigin.Folder(folder), objects))
                .Select(file => file.Path)
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_huge_file_is_not_read_whole_and_refused_by_the_loader()
    {
        File.WriteAllBytes(Path.Combine(folder, "a.yaml"), new byte[3 * 1024 * 1024]);

        IReadOnlyList<RouteFile> files = Files(RouteSources.For(new RouteOrigin.Folder(folder), objects));

        Assert.Equal(RouteLoader.MaxFileBytes + 1, files[0].Content.Length);
        Assert.Equal(Codes.LimitPassed, Assert.Single(RouteLoader.Load(files).Diagnostics).Code);
    }

    [Theory]
    [InlineData("nowhere", "does not exist")]
    [InlineData("file", "is a file")]
    public void A_folder_that_is_none_is_named(string name, string reason)
    {
        File.WriteAllText(Path.Combine(folder, "file"), "");

        Assert.Contains(
            reason,
            Reason(RouteSources.For(new RouteOrigin.Folder(Path.Combine(folder, name)), objects)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Inline_routes_are_one_file() =>
        Assert.Equal(
            ("inline.yaml", "DISPATCHER_ROUTES_YAML"),
            Files(RouteSources.For(new RouteOrigin.Inline("x"), objects))
                .Select(file => (file.Path, file.Shown))
                .Single()
        );

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void A_bucket_gives_every_route_file_below_the_prefix_over_all_pages(int pageSize)
    {
        objects.PageSize = pageSize;
        foreach (
            string name in (string[])
                ["live/a.yaml", "live/sub/b.yml", "live/_c.yaml", "live/d.txt", "live", "lively/e.yaml", "f.yaml"]
        )
            objects.Put(name, name);

        IReadOnlyList<RouteFile> files = Files(Bucket());

        Assert.Equal(
            ["a.yaml as oci://routes/live/a.yaml", "sub/b.yml as oci://routes/live/sub/b.yml"],
            files.Select(file => $"{file.Path} as {file.Shown}").Order(StringComparer.Ordinal)
        );
        Assert.Equal("live/a.yaml", Text(files, "a.yaml"));
        Assert.Equal(2, objects.Count("get"));
    }

    [Fact]
    public void Only_what_changed_is_fetched_again()
    {
        objects.Put("live/a.yaml", "a1");
        objects.Put("live/b.yaml", "b1");
        IRouteFiles source = Bucket();
        Files(source);

        Assert.IsType<RouteFilesRead.Unchanged>(Read(source));
        objects.Put("live/b.yaml", "b2");
        objects.Put("live/c.yaml", "c1");
        IReadOnlyList<RouteFile> changed = Files(source);
        objects.Remove("live/a.yaml");
        IReadOnlyList<RouteFile> removed = Files(source);

        Assert.Equal(
            "a1 b2 c1",
            string.Join(
                ' ',
                changed
                    .OrderBy(file => file.Path, StringComparer.Ordinal)
                    .Select(file => Encoding.UTF8.GetString(file.Content.Span))
            )
        );
        Assert.Equal(2, removed.Count);
        Assert.Equal(
            ["get live/a.yaml", "get live/b.yaml", "get live/b.yaml", "get live/c.yaml"],
            objects.Calls.Where(call => call.StartsWith("get", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Who_needs_the_files_gets_them_without_fetching_them_again()
    {
        objects.Put("live/a.yaml", "a1");
        IRouteFiles source = Bucket();
        Files(source);

        Assert.Single(Assert.IsType<RouteFilesRead.Files>(Read(source, evenIfUnchanged: true)).Found);
        Assert.Equal(1, objects.Count("get"));
    }

    [Fact]
    public void A_namespace_that_is_not_given_is_looked_up_once()
    {
        IRouteFiles source = Bucket("oci://routes/live");
        Files(source);
        Read(source);

        Assert.Equal(1, objects.Count("namespace"));
    }

    [Theory]
    [InlineData("namespace")]
    [InlineData("list")]
    [InlineData("get")]
    public void A_failure_that_passes_is_passed_over_and_one_that_stays_is_told(string operation)
    {
        objects.Put("live/a.yaml", "a1");
        int failing = 2;
        objects.OnCall = (name, _) => name == operation && failing-- > 0 ? Task.FromResult(World.Refusal(503)) : null;

        Assert.Single(Files(Bucket("oci://routes/live")));
        objects.OnCall = (name, _) => name == operation ? Task.FromResult(World.Refusal(404, "Gone")) : null;
        Assert.Contains("404 Gone", Reason(Bucket("oci://routes/live")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_goes_between_listing_and_reading_fails_this_look_only()
    {
        objects.Put("live/a.yaml", "a1");
        objects.Put("live/b.yaml", "b1");
        IRouteFiles source = Bucket();
        objects.OnCall = (_, name) => name == "live/b.yaml" ? Task.FromResult(World.Refusal(404)) : null;
        Assert.Contains("live/b.yaml", Reason(source), StringComparison.Ordinal);

        objects.OnCall = (_, _) => null;
        Assert.Equal(2, Files(source).Count);
    }

    [Fact]
    public void A_file_over_the_limit_is_refused_before_it_is_fetched()
    {
        objects.Put("live/a.yaml", new string('x', RouteLoader.MaxFileBytes + 1));

        string reason = Reason(Bucket());

        Assert.StartsWith("oci://routes/live/a.yaml:1:1: error RD008", reason, StringComparison.Ordinal);
        Assert.Equal(0, objects.Count("get"));
    }

    [Fact]
    public void Route_files_have_a_limit_together()
    {
        for (int n = 0; n < 17; n++)
            objects.Put($"live/{n}.yaml", new string('x', RouteLoader.MaxFileBytes));

        Assert.Contains("16 MiB", Reason(Bucket()), StringComparison.Ordinal);
        Assert.Equal(0, objects.Count("get"));
    }

    [Fact]
    public void A_prefix_with_too_many_objects_is_the_wrong_prefix()
    {
        for (int n = 0; n <= 20_000; n++)
            objects.Put($"live/{n}.txt", "");

        Assert.Contains("a prefix of their own", Reason(Bucket()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bucket_that_hangs_is_given_up()
    {
        objects.OnCall = (_, _) => World.Never<ServiceFailure>();

        Assert.Contains("OutOfTime", Reason(Bucket()), StringComparison.Ordinal);
    }

    private IRouteFiles Bucket(string place = "oci://routes@ns/live")
    {
        Assert.True(ObjectPlace.TryParse(place, out ObjectPlace? parsed));
        return RouteSources.For(new RouteOrigin.Bucket(parsed), objects, time);
    }

    private RouteFilesRead Read(IRouteFiles source, bool evenIfUnchanged = false) =>
        time.Run(() => source.ReadAsync(evenIfUnchanged, CancellationToken.None));

    private IReadOnlyList<RouteFile> Files(IRouteFiles source) =>
        Assert.IsType<RouteFilesRead.Files>(Read(source)).Found;

    private string Reason(IRouteFiles source) => Assert.IsType<RouteFilesRead.Failed>(Read(source)).Reason;

    private static string Text(IReadOnlyList<RouteFile> files, string path) =>
        Encoding.UTF8.GetString(files.Single(file => file.Path == path).Content.Span);
}
