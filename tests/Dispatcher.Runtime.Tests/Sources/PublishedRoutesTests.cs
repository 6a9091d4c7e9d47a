using System.Security.Cryptography;
using System.Text;
using Dispatcher.Events;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Sources;
using Dispatcher.Runtime.Tests.Fakes;

namespace Dispatcher.Runtime.Tests.Sources;

/// <summary>A route set that was published as a whole: what the bucket source makes of its manifest.</summary>
public sealed class PublishedRoutesTests
{
    private readonly FakeObjects objects = new();
    private readonly ManualTime time = new();

    [Fact]
    public void With_a_manifest_its_files_are_the_routes_and_nothing_else_is()
    {
        objects.Put("live/stray.yaml", "stray");
        Publish(("a.yaml", "a1"), ("sub/b.yml", "b1"));

        RouteFilesRead.Files read = Assert.IsType<RouteFilesRead.Files>(Read(Bucket()));

        Assert.Equal(
            ["a.yaml as oci://routes/live/a.yaml: a1", "sub/b.yml as oci://routes/live/sub/b.yml: b1"],
            read.Found.Select(file => $"{file.Path} as {file.Shown}: {Encoding.UTF8.GetString(file.Content.Span)}")
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void An_unchanged_manifest_costs_a_listing_and_a_new_one_the_files_that_are_new()
    {
        Publish(("a.yaml", "a1"), ("b.yaml", "b1"));
        IRouteFiles source = Bucket();
        Read(source);
        objects.Calls.Clear();

        Assert.IsType<RouteFilesRead.Unchanged>(Read(source));
        Assert.Equal(["list live/"], objects.Calls);

        Publish(("a.yaml", "a1"), ("b.yaml", "b2"));
        objects.Calls.Clear();
        Assert.Equal(2, Assert.IsType<RouteFilesRead.Files>(Read(source)).Found.Count);
        Assert.Equal(
            ["list live/", "get live/_published.json", $"get live/{File("b.yaml", "b2").ObjectName}"],
            objects.Calls
        );
    }

    [Fact]
    public void A_set_that_is_replaced_while_it_is_read_is_read_as_the_new_one()
    {
        Publish(("a.yaml", "a1"), ("b.yaml", "b1"));
        IRouteFiles source = Bucket();
        bool replaced = false;
        objects.OnCall = (operation, name) =>
        {
            if (operation == "get" && name.EndsWith(PublishedSet.ManifestName, StringComparison.Ordinal) && !replaced)
                replaced = true;
            else if (operation == "get" && replaced && objects.Names.Contains(Name("a1")))
            {
                // Published twice since: the first set's files are no longer kept.
                objects.Remove(Name("a1"));
                objects.Remove(Name("b1"));
                Publish(("a.yaml", "a3"));
            }

            return null;
        };

        Assert.Equal(
            "a3",
            Encoding.UTF8.GetString(Assert.Single(Assert.IsType<RouteFilesRead.Files>(Read(source)).Found).Content.Span)
        );
    }

    [Theory]
    [InlineData("a file is missing", "names a file that is not there")]
    [InlineData("a file was changed", "another SHA-256")]
    [InlineData("no JSON", "is not the manifest")]
    [InlineData("[]", "is not the manifest")]
    [InlineData("""{"version":1}""", "is not the manifest")]
    [InlineData("""{"version":2,"routeSet":"x","published":"2026-01-01T00:00:00Z","files":[]}""", "another version")]
    [InlineData(
        """{"version":1,"routeSet":"x","published":"2026-01-01T00:00:00Z","files":[{"path":"a.txt","sha256":"","bytes":1}]}""",
        "is no route file"
    )]
    [InlineData(
        """{"version":1,"routeSet":"x","published":"2026-01-01T00:00:00Z","files":[{"path":"a.yaml","sha256":"../x","bytes":1}]}""",
        "without its SHA-256"
    )]
    [InlineData("""{"version":1,"routeSet":"\ud800","published":"2026-01-01T00:00:00Z","files":[]}""", "is not the")]
    public void A_manifest_that_is_damaged_fails_this_look_and_says_why(string damage, string reason)
    {
        Publish(("a.yaml", "a1"));
        if (damage == "a file is missing")
            objects.Remove(Name("a1"));
        else if (damage == "a file was changed")
            objects.Put(Name("a1"), "other");
        else
            objects.Put("live/_published.json", damage);

        string said = Assert.IsType<RouteFilesRead.Failed>(Read(Bucket())).Reason;

        Assert.Contains(reason, said, StringComparison.Ordinal);
        Assert.EndsWith("publish the routes again", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_reads_as_it_was_written()
    {
        PublishedSet set = Set([("a.yaml", "a")]) with { Previous = Set([("ü/b.yaml", "b"), ("c.yaml", "c")]) };

        PublishedSet? read = PublishedSet.Read(set.ToJson(), out string? problem);

        Assert.Null(problem);
        Assert.Equal(Encoding.UTF8.GetString(set.ToJson()), Encoding.UTF8.GetString(read!.ToJson()));
        Assert.Equal(["ü/b.yaml", "c.yaml"], read.Previous!.Files.Select(file => file.Path));
    }

    private void Publish(params (string Path, string Content)[] files)
    {
        foreach ((string _, string content) in files)
            objects.Put(Name(content), content);
        objects.Put("live/" + PublishedSet.ManifestName, Encoding.UTF8.GetString(Set(files).ToJson()));
    }

    private static PublishedSet Set((string Path, string Content)[] files) =>
        new()
        {
            RouteSet = "sha256:1",
            Published = DateTimeOffset.UnixEpoch,
            Files = [.. files.Select(file => File(file.Path, file.Content))],
        };

    private static PublishedFile File(string path, string content) =>
        new(path, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))), content.Length);

    private static string Name(string content) => "live/" + File("x.yaml", content).ObjectName;

    private IRouteFiles Bucket()
    {
        Assert.True(ObjectPlace.TryParse("oci://routes@ns/live", out ObjectPlace? place));
        return RouteSources.For(new RouteOrigin.Bucket(place), objects, time);
    }

    private RouteFilesRead Read(IRouteFiles source) =>
        time.Run(() => source.ReadAsync(evenIfUnchanged: false, CancellationToken.None));
}
