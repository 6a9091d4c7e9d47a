using Dispatcher.Routes;

namespace Dispatcher.Testing.Tests;

public sealed class RouteSetLoadingTests : IDisposable
{
    private const string Good = "version: 1\nroutes:\n  - { name: NAME, match: { object: x }, task: { key: k } }\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_is_loaded_with_everything_below_it()
    {
        folder.Write("b.yaml", Good.Replace("NAME", "b", StringComparison.Ordinal));
        folder.Write("a/deep/c.yml", Good.Replace("NAME", "c", StringComparison.Ordinal));
        folder.Write("_draft.yaml", "not read");
        folder.Write("readme.md", "not read");

        RouteSet set = RouteSet.FromDirectory(folder.Path);

        Assert.Equal(["c", "b"], set.Routes.Select(route => route.Name));
        Assert.Equal("a/deep/c.yml", set.Routes[0].File);
        Assert.Equal(folder.Path + "/b.yaml", set.Routes[1].Position.File);
    }

    [Fact]
    public void A_relative_path_is_looked_for_beside_the_test_assembly()
    {
        string relative = Path.GetRelativePath(
            AppContext.BaseDirectory,
            folder.Write("one.yaml", Good.Replace("NAME", "one", StringComparison.Ordinal))
        );

        Assert.Equal("one", Assert.Single(RouteSet.FromFile(relative).Routes).Name);
        Assert.Equal("one", Assert.Single(RouteSet.FromDirectory(Path.GetDirectoryName(relative)!).Routes).Name);
    }

    [Fact]
    public void A_set_that_does_not_load_says_every_problem_with_its_place()
    {
        folder.Write("a.yaml", "version: 1\nroutes:\n  - { name: A, match: { object: '(' }, task: { key: k } }\n");
        folder.Write("b.yaml", "version: 2\nroutes: []\n");

        RouteSetLoadException failure = Assert.Throws<RouteSetLoadException>(() => RouteSet.FromDirectory(folder.Path));

        Assert.Equal(["RD009", "RD101", "RD007"], failure.Diagnostics.Select(diagnostic => diagnostic.Code));
        Assert.StartsWith(
            $"The route set `{folder.Path}` does not load:\n  {folder.Path}/a.yaml:3:13: error RD009: "
                + $"\"A\" is not a route name; ",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(4, failure.Message.Split('\n').Length);
    }

    [Fact]
    public void A_text_has_the_name_it_is_given()
    {
        RouteSetLoadException failure = Assert.Throws<RouteSetLoadException>(() =>
            RouteSet.FromYaml("version: 2\nroutes: []\n", "mine.yaml")
        );

        Assert.StartsWith(
            "The route set `mine.yaml` does not load:\n  mine.yaml:1:10: error RD007",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_not_there_is_named_with_the_places_that_were_tried()
    {
        Assert.Contains(
            AppContext.BaseDirectory,
            Assert.Throws<DirectoryNotFoundException>(() => RouteSet.FromDirectory("nowhere")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "<Content Include=",
            Assert.Throws<FileNotFoundException>(() => RouteSet.FromFile("nowhere.yaml")).Message,
            StringComparison.Ordinal
        );
    }
}
