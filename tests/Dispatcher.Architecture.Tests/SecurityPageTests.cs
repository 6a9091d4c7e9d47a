using System.Text.RegularExpressions;

namespace Dispatcher.Architecture.Tests;

/// <summary>Every row of the table in docs/security.md names the tests that hold it, and these tests exist.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Join(ArchitecturePageTests.Repository, "docs", "security.md"))
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

        Assert.Empty(
            Rows.SelectMany(row => Name().Matches(row[4]).Select(name => name.Groups[1].Value)).Except(classes)
        );
    }

    [GeneratedRegex(@"class (\w+Tests)\b")]
    private static partial Regex TestClass();

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Name();
}
