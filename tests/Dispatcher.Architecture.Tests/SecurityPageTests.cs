using System.Text.RegularExpressions;

namespace Dispatcher.Architecture.Tests;

/// <summary>Every row of the table in docs/security.md and every paragraph below it names what holds it, and that
/// exists.</summary>
public sealed partial class SecurityPageTests
{
    // What a person may do, and what is missing, no test can hold.
    private static readonly string[] NotHeld = ["Who is trusted", "What there is not"];

    private static readonly string Page = File.ReadAllText(
        Path.Join(ArchitecturePageTests.Repository, "docs", "security.md")
    );

    private static readonly string[][] Rows =
    [
        .. Page.Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    [Fact]
    public void Every_row_says_who_what_where_to_the_bound_and_the_tests()
    {
        Assert.True(Rows.Length > 15);
        Assert.All(Rows, row => Assert.Equal(5, row.Length));
        Assert.All(Rows, row => Assert.All(row, Assert.NotEmpty));
        Assert.All(Rows, row => Assert.Matches("^(`[A-Za-z]+Tests`(, )?)+$", row[4]));
    }

    [Fact]
    public void Every_paragraph_says_what_holds_it()
    {
        string[][] sections =
        [
            .. Page.Split("\n## ")[1..]
                .Select(section => section.Split("\n\n", StringSplitOptions.TrimEntries))
                .Where(section => !NotHeld.Contains(section[0])),
        ];

        Assert.Equal(Page.Split("\n## ").Length - 1 - NotHeld.Length, sections.Length);
        Assert.All(sections.SelectMany(section => section[1..]), paragraph =>
            Assert.Matches("\\sHeld\\sby\\s`", paragraph)
        );
    }

    [Fact]
    public void The_named_scripts_exist() =>
        Assert.All(Script().Matches(Page).Select(script => script.Groups[1].Value), script =>
            Assert.True(File.Exists(Path.Join(ArchitecturePageTests.Repository, script)), script)
        );

    [Fact]
    public void The_named_tests_exist()
    {
        HashSet<string> classes =
        [
            .. Directory
                .EnumerateFiles(
                    Path.Join(ArchitecturePageTests.Repository, "tests"),
                    "*.cs",
                    SearchOption.AllDirectories
                )
                .Select(File.ReadAllText)
                .SelectMany(text => TestClass().Matches(text).Select(name => name.Groups[1].Value)),
        ];

        string[] named = [.. Name().Matches(Page).Select(name => name.Groups[1].Value)];
        Assert.True(named.Length > Rows.Length);
        Assert.Empty(named.Except(classes));
    }

    [GeneratedRegex(@"class (\w+Tests)\b")]
    private static partial Regex TestClass();

    [GeneratedRegex("`([A-Za-z]+Tests)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"`(\.ci/[^`]+)`")]
    private static partial Regex Script();
}
