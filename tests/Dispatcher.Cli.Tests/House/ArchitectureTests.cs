using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Dispatcher.Cli.Tests.House;

/// <summary>The two tables of docs/architecture.md are what the projects are.</summary>
public sealed partial class ArchitectureTests
{
    private const string Page = "docs/architecture.md";
    private static readonly string[] Text = File.ReadAllLines(Path.Join(TheCommand.Repository, Page));

    private static readonly string[] Projects =
    [
        .. Directory
            .EnumerateFiles(Path.Join(TheCommand.Repository, "src"), "*.csproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_project_has_a_row_that_names_the_projects_it_depends_on()
    {
        Dictionary<string, string> expected = Projects.ToDictionary(Name, file => string.Join(", ", References(file)));
        Dictionary<string, string> said = Rows("project")
            .ToDictionary(
                row => row[0],
                row =>
                    string.Join(
                        ", ",
                        Words()
                            .Matches(row[2])
                            .Select(word => word.Value)
                            .Where(word => expected.ContainsKey($"Dispatcher.{word}"))
                            .Order(StringComparer.Ordinal)
                    )
            );

        Assert.Empty(
            Missing(expected.Keys, said.Keys)
                .Concat(
                    expected
                        .Where(project => said.TryGetValue(project.Key, out string? row) && row != project.Value)
                        .Select(project =>
                            $"{Page}: the row of `{project.Key}` must say that it depends on: {project.Value} "
                            + $"(it says: {said[project.Key]})"
                        )
                )
        );
    }

    [Fact]
    public void Every_room_of_every_project_has_a_row()
    {
        IEnumerable<string> rooms = Projects
            .Select(file => Path.GetDirectoryName(file)!)
            .SelectMany(Directory.EnumerateDirectories)
            .Where(folder => Path.GetFileName(folder) is not ("bin" or "obj"))
            .Where(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any())
            .Select(folder =>
                $"{Path.GetFileName(Path.GetDirectoryName(folder))!["Dispatcher.".Length..]}/{Path.GetFileName(folder)}"
            );

        Assert.Empty(Missing(rooms, Rows("room").Select(row => row[0])));
    }

    private static IEnumerable<string> Missing(IEnumerable<string> there, IEnumerable<string> said)
    {
        string[] exist = [.. there.Order(StringComparer.Ordinal)];
        string[] rows = [.. said];
        return
        [
            .. exist.Except(rows).Select(name => $"{Page}: add a row for `{name}`"),
            .. rows.Except(exist).Select(name => $"{Page}: delete the row of `{name}`; there is no such thing"),
        ];
    }

    /// <summary>The cells of the table whose first heading is <paramref name="heading"/>; the first one without
    /// backticks.</summary>
    private static IEnumerable<string[]> Rows(string heading)
    {
        string[][] rows =
        [
            .. Text.SkipWhile(line => !line.StartsWith($"| {heading} |", StringComparison.Ordinal))
                .Skip(2)
                .TakeWhile(line => line.StartsWith('|'))
                .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
        ];
        Assert.True(rows.Length > 0, $"{Page} has no table whose first column is `{heading}`");
        foreach (string[] row in rows)
            row[0] = row[0].Trim('`');
        return rows;
    }

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> References(string project) =>
        XDocument
            .Load(project)
            .Descendants("ProjectReference")
            .Select(reference => reference.Attribute("Include")?.Value)
            .OfType<string>()
            .Select(path => Name(path)["Dispatcher.".Length..])
            .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
