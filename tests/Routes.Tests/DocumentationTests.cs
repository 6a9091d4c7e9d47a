using System.Text.RegularExpressions;

namespace Routes.Tests;

/// <summary>Code in the documentation compiles and runs, because a test has it line for line.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string[] Compiled =
    [
        "tests/Routes.Tests/DocumentedTests.cs",
        "tests/Routes.Tests/RouteFileTests.cs",
        "samples/route-tests/Xunit/RouteFileTests.cs",
    ];

    [Theory]
    [InlineData("docs/testing-routes.md")]
    [InlineData("src/Dispatcher.Testing/README.md")]
    [InlineData("src/Dispatcher.Core/README.md")]
    public void Its_code_is_that_of_a_test(string page)
    {
        string[] sources = [.. Compiled.Select(file => Lines(Repository.Read(file)))];
        MatchCollection blocks = Block().Matches(Repository.Read(page));

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block =>
            Assert.True(
                sources.Any(source => source.Contains(Lines(block.Groups["code"].Value), StringComparison.Ordinal)),
                block.Value
            )
        );
    }

    [Fact]
    public void The_attributes_of_each_framework_are_those_of_its_example()
    {
        string[] rows = [.. Repository.Read("docs/testing-routes.md").Split('\n').Where(line => Row().IsMatch(line))];

        Assert.Equal(3, rows.Length);
        Assert.All(rows, row =>
        {
            string framework = Row().Match(row).Groups[1].Value,
                folder = framework == "xunit" ? "Xunit" : framework;
            string source = Repository.Read($"samples/route-tests/{folder}/RouteFileTests.cs");
            Assert.All(Code().Matches(row), code =>
                Assert.Contains(code.Groups[1].Value, source, StringComparison.Ordinal)
            );
        });
    }

    // Layout, which the formatter decides, and usings do not count: a page shows fewer columns than a source file has.
    // A comma before a closing bracket is layout as well.
    private static string Lines(string code)
    {
        IEnumerable<string> counted = code.Split('\n')
            .Select(line => line.Trim())
            .Where(line => !line.StartsWith("using ", StringComparison.Ordinal));
        return LastComma().Replace(WhiteSpace().Replace(string.Concat(counted), ""), "");
    }

    [GeneratedRegex(@"\s")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@",(?=[\])}])")]
    private static partial Regex LastComma();

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\| (xunit|NUnit|MSTest) \|")]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
