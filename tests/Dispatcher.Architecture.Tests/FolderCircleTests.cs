using System.Xml.Linq;
using Dispatcher.Architecture.Tests.Sample.Below;

namespace Dispatcher.Architecture.Tests;

/// <summary>A reader of the folder list knows the way: no two rooms of a project depend on each other in a
/// circle.</summary>
public sealed class FolderCircleTests
{
    // Not compiled here: its packages are there only where OraclePackages is true.
    private static readonly string[] NotBuilt = ["Dispatcher.Oracle"];

    // Projects whose circles are not yet gone. A project that is listed and has none fails, so that the list ends.
    private static readonly string[] StillCircular = [];

    public static TheoryData<string> Projects => [.. ProjectFiles.Keys.Except(NotBuilt).Order(StringComparer.Ordinal)];

    // By project, the assembly it is compiled to.
    private static Dictionary<string, string> ProjectFiles { get; } =
        Directory
            .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "projects"), "*.csproj")
            .ToDictionary(
                file => Path.GetFileNameWithoutExtension(file),
                file =>
                    XDocument.Load(file).Descendants("AssemblyName").FirstOrDefault()?.Value
                    ?? Path.GetFileNameWithoutExtension(file)
            );

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_of_a_project_depends_on_itself_through_others(string project)
    {
        var uses = Rooms.In(Path.Combine(AppContext.BaseDirectory, ProjectFiles[project] + ".dll"));
        string[] circles =
        [
            .. Rooms
                .Circles(uses)
                .Select(circle =>
                    string.Join(
                        "; ",
                        from room in circle
                        from used in uses[room]
                        where circle.Contains(used.Key)
                        select $"{room} names {used.Key} ({used.Value})"
                    )
                ),
        ];

        Assert.NotEmpty(uses);
        if (StillCircular.Contains(project))
            Assert.NotEmpty(circles);
        else
            Assert.Empty(circles);
    }

    [Fact]
    public void A_circle_is_found_in_signatures_and_in_the_code_of_lambdas()
    {
        var uses = Rooms.In(typeof(FolderCircleTests).Assembly.Location);

        string[] circle = Assert.Single(Rooms.Circles(uses));
        Assert.Equal(
            ["Dispatcher.Architecture.Tests.Sample.Above", "Dispatcher.Architecture.Tests.Sample.Below"],
            circle
        );
        Assert.Equal("Floor → Roof", uses[circle[1]][circle[0]]);
        Assert.Single(Floor.Made());
    }
}
