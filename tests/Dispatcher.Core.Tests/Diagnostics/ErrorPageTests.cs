using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes.Loading;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Diagnostics;

public sealed partial class ErrorPageTests
{
    [Fact]
    public void The_page_of_error_codes_has_every_code_once_and_no_other()
    {
        IEnumerable<string> documented = Regex
            .Matches(Page(), @"^\| (RD\d{3}) \| (?!(?:`[^`]+` \| ){1,2}`[^`]+` \|\r?$)", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value);

        Assert.Equal(AllCodes(), documented);
    }

    [Theory]
    [InlineData("RD0")]
    [InlineData("RD1")]
    [InlineData("RD2")]
    public void The_bad_example_of_a_code_has_it_and_the_good_one_loads(string group)
    {
        (string Code, string Bad, string Good)[] rows =
        [
            .. Example()
                .Matches(Page())
                .Select(row => (row.Groups[1].Value, Cell(row.Groups[2]), Cell(row.Groups[3])))
                .Where(row => row.Item1.StartsWith(group, StringComparison.Ordinal)),
        ];

        Assert.Equal(
            AllCodes().Where(code => code.StartsWith(group, StringComparison.Ordinal)),
            rows.Select(row => row.Code).Distinct()
        );
        Assert.All(rows, row =>
        {
            Assert.Equal([row.Code], Found(row.Code, row.Bad));
            Assert.Equal([], Found(row.Code, row.Good));
        });

        string[] Found(string code, string example) =>
            [
                .. (
                    code == "RD013"
                        ? RouteLoader.Load([Given.File(WithLine("description: x"), example)])
                        : Given.Load(
                            group switch
                            {
                                "RD0" => WithLine(Long(example, 1_100_000)),
                                "RD1" => WithLine($"match: {{ object: '{example}' }}"),
                                _ => Given.Route(
                                    "match: { object: '(?<day>\\d{8})-(?<n>\\d+)(-(?<region>[a-z]+))?\\.csv' }\n"
                                        + $"task: {{ key: k }}\nbindings:\n  P: '{Doubled(Long(example, 20_000))}'"
                                ),
                            }
                        )
                ).Diagnostics.Select(diagnostic => diagnostic.Code),
            ];
    }

    [Fact]
    public void The_bad_object_of_a_code_fails_with_it_and_the_good_one_is_dispatched()
    {
        Match[] rows = ObjectExample().Matches(Page()).ToArray();

        Assert.Equal(
            ["RD301", "RD302", "RD303", "RD304", "RD305", "RD306", "RD307", "RD308", "RD309", "RD314"],
            rows.Select(row => row.Groups[1].Value)
        );
        Assert.All(rows, row =>
        {
            string keys = Cell(row.Groups[2]);
            if (keys.StartsWith('{'))
                keys = keys[1..^1].Trim();
            string task = keys.StartsWith("task:", StringComparison.Ordinal) ? "" : ", task: { key: k }";
            DispatchPlanner planner = Given.Planner(
                "version: 1\nroutes:\n  - { name: r, match: { object: '(?<day>[^/]*)/(?<rest>.*)' }"
                    + $"{task}, {keys} }}\n"
            );
            Assert.Equal([row.Groups[1].Value], Found(row.Groups[3]));
            Assert.Equal([], Found(row.Groups[4]));

            string[] Found(Group name)
            {
                DispatchPlan plan = planner.Plan(
                    Given.Event(Cell(name).Replace("<U+0009>", "\t", StringComparison.Ordinal)),
                    Given.Here
                );
                return plan.Outcome == Outcome.Unmatched
                    ? [Dispatcher.Diagnostics.Codes.Unmatched]
                    : [.. plan.Errors.Select(error => error.Code)];
            }
        });
    }

    [Fact]
    public void The_bad_body_of_a_code_is_refused_with_it_and_the_good_one_is_read()
    {
        Match[] rows = Example().Matches(Page()).Where(row => row.Groups[1].Value.StartsWith("RD31", Word)).ToArray();

        Assert.Equal(["RD311", "RD312", "RD313"], rows.Select(row => row.Groups[1].Value));
        Assert.All(rows, row =>
        {
            Assert.Equal([row.Groups[1].Value], Found(row.Groups[2]));
            Assert.Equal([], Found(row.Groups[3]));
        });

        static string[] Found(Group body) =>
            BodyReader.Read(Encoding.UTF8.GetBytes(Long(Cell(body), 1_100_000)))
                is BodyReading.Single { Reading: EventReading.Malformed { Errors: var errors } }
                ? [.. errors.Select(error => error.Code).Distinct()]
                : [];
    }

    private const StringComparison Word = StringComparison.Ordinal;

    // The character before the mark, so many times.
    private static string Long(string example, int times) =>
        example.IndexOf('…', StringComparison.Ordinal) is > 0 and var at
            ? example[..at] + new string(example[at - 1], times) + example[(at + 1)..]
            : example;

    // A file of which one line is the example: the first, or one of a route. A second route comes after it.
    private static string WithLine(string example)
    {
        if (example.StartsWith("version:", StringComparison.Ordinal))
            return WithLine("description: x").Replace("version: 1", example, StringComparison.Ordinal);
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

    [GeneratedRegex(@"^\| (RD\d{3}) \| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \|\r?$", RegexOptions.Multiline)]
    private static partial Regex ObjectExample();
}
