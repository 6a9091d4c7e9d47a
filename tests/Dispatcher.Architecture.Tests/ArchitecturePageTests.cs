using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Dispatcher.Architecture.Tests;

/// <summary>The tables of docs/architecture.md are what the projects are.</summary>
public sealed partial class ArchitecturePageTests
{
    private const string Page = "docs/architecture.md";
    internal static readonly string Repository = FindRepository();
    private static readonly string[] Text = File.ReadAllLines(Path.Join(Repository, Page));

    private static readonly string[] Projects =
    [
        .. Directory
            .EnumerateFiles(Path.Join(Repository, "src"), "*.csproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_project_has_a_row_that_names_the_projects_it_depends_on()
    {
        Dictionary<string, string> depends = Projects.ToDictionary(Name, file => string.Join(", ", References(file)));
        Dictionary<string, string> written = RowsBelow("## Projects")
            .ToDictionary(row => InBackticks().Match(row[0]).Groups[1].Value, row => KnownWords(row[2], depends.Keys));

        Assert.Empty(
            Differences(depends.Keys, written.Keys)
                .Concat(
                    depends
                        .Where(project => written.TryGetValue(project.Key, out string? row) && row != project.Value)
                        .Select(project =>
                            $"{Page}: write in the row of `{project.Key}` that it depends on: {project.Value} "
                            + $"(it has: {written[project.Key]})"
                        )
                )
        );
    }

    [Fact]
    public void Every_folder_of_a_project_has_a_row_below_the_projects_heading()
    {
        IEnumerable<string> folders = Projects
            .Select(file => Path.GetDirectoryName(file)!)
            .SelectMany(Directory.EnumerateDirectories)
            .Where(folder => Path.GetFileName(folder) is not ("bin" or "obj"))
            .Where(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any())
            .Select(folder => $"{Short(Path.GetFileName(Path.GetDirectoryName(folder))!)}/{Path.GetFileName(folder)}");
        IEnumerable<string> written = Projects
            .Select(Name)
            .Select(Short)
            .SelectMany(project =>
                RowsBelow($"### {project}").SelectMany(row => Rooms(row[0]).Select(room => $"{project}/{room}"))
            );

        Assert.Empty(Differences(folders, written));
    }

    /// <summary>The first cell's rooms: <c>`Names`</c>, <c>`Diff`, `Lint`</c>; of <c>`Routes/Yaml`, `Loading`</c>,
    /// which names rooms inside a room, the outer one.</summary>
    private static IEnumerable<string> Rooms(string cell)
    {
        string[] names = [.. InBackticks().Matches(cell).Select(name => name.Groups[1].Value)];
        return (names[0].Contains('/') ? names[..1] : names).Select(name => name.Split('/')[0]);
    }

    private static IEnumerable<string> Differences(IEnumerable<string> there, IEnumerable<string> written)
    {
        string[] exist = [.. there.Distinct().Order(StringComparer.Ordinal)];
        string[] rows = [.. written.Distinct()];
        return
        [
            .. exist.Except(rows).Select(name => $"{Page}: add a row for {name}"),
            .. rows.Except(exist).Select(name => $"{Page}: delete {name}, which does not exist"),
        ];
    }

    /// <summary>The cells of the rows between a heading and the next one; none where the heading is missing.</summary>
    private static string[][] RowsBelow(string heading) =>
        [
            .. Text.SkipWhile(line => line != heading)
                .Skip(1)
                .TakeWhile(line => !line.StartsWith('#'))
                .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
                .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
        ];

    private static string KnownWords(string cell, IEnumerable<string> projects) =>
        string.Join(
            ", ",
            Word()
                .Matches(cell)
                .Select(word => word.Value)
                .Intersect(projects.Select(Short))
                .Order(StringComparer.Ordinal)
        );

    private static IEnumerable<string> References(string project) =>
        XDocument
            .Load(project)
            .Descendants("ProjectReference")
            .Select(reference => reference.Attribute("Include")?.Value)
            .OfType<string>()
            .Select(path => Short(Name(path)))
            .Order(StringComparer.Ordinal);

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project);

    private static string Short(string project) => project["Dispatcher.".Length..];

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Join(folder, "Dispatcher.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests do not run below the repository.");
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InBackticks();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
