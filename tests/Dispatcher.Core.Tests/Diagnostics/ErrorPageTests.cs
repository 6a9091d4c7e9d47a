using System.Reflection;
using System.Text.RegularExpressions;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Diagnostics;

public sealed partial class ErrorPageTests
{
    [Fact]
    public void The_page_of_error_codes_has_every_code_once_and_no_other()
    {
        IEnumerable<string> documented = Regex
            .Matches(Page(), @"^\| (RD\d{3}) \| (?!`[^`]+` \| `[^`]+` \|\r?$)", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value);

        Assert.Equal(AllCodes(), documented);
    }

    [Theory]
    [InlineData("RD0", "RD007 RD008 RD013")]
    [InlineData("RD1", "")]
    [InlineData("RD2", "RD206")]
    public void The_bad_example_of_a_code_has_it_and_the_good_one_loads(string group, string without)
    {
        (string Code, string Bad, string Good)[] rows =
        [
            .. Example()
                .Matches(Page())
                .Select(row => (row.Groups[1].Value, Cell(row.Groups[2]), Cell(row.Groups[3])))
                .Where(row => row.Item1.StartsWith(group, StringComparison.Ordinal)),
        ];

        Assert.Equal(
            AllCodes().Where(code => code.StartsWith(group, StringComparison.Ordinal)).Except(without.Split(' ')),
            rows.Select(row => row.Code).Distinct()
        );
        Assert.All(rows, row =>
        {
            Assert.Equal([row.Code], Found(row.Bad));
            Assert.Equal([], Found(row.Good));
        });

        string[] Found(string example) =>
            [
                .. Given
                    .Load(
                        group switch
                        {
                            "RD0" => WithLine(example),
                            "RD1" => WithLine($"match: {{ object: '{example}' }}"),
                            _ => Given.Route(
                                "match: { object: '(?<day>\\d{8})-(?<n>\\d+)(-(?<region>[a-z]+))?\\.csv' }\n"
                                    + $"task: {{ key: k }}\nbindings:\n  P: '{Doubled(example)}'"
                            ),
                        }
                    )
                    .Diagnostics.Select(diagnostic => diagnostic.Code),
            ];
    }

    // A route of which one line is the example, and a second route.
    private static string WithLine(string example)
    {
        string key = example[..example.IndexOf(':', StringComparison.Ordinal)];
        string[] usual = ["name: route", "match: { object: x }", "task: { key: k }"];
        string[] lines = [.. usual.Where(line => !line.StartsWith(key + ':', StringComparison.Ordinal)), example];
        return $"version: 1\nroutes:\n  -\n{string.Concat(lines.Select(line => $"    {line}\n"))}"
            + "  - { name: other, match: { object: y }, task: { key: k } }\n";
    }

    private static string Doubled(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    // A bar would end the cell of the table.
    private static string Cell(Group cell) => cell.Value.Replace("\\|", "|", StringComparison.Ordinal);

    private static string Page() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "errors.md"));

    private static IEnumerable<string> AllCodes() =>
        typeof(Dispatcher.Diagnostics.Codes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!)
            .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^\| (RD\d{3}) \| `([^`]+)` \| `([^`]+)` \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Example();
}
