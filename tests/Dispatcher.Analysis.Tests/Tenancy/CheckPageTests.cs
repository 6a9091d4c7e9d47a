using System.Text.RegularExpressions;
using Dispatcher.Analysis.Tenancy;
using Dispatcher.Planning;
using Dispatcher.TestKit;

namespace Dispatcher.Analysis.Tests.Tenancy;

public sealed partial class CheckPageTests
{
    private static readonly PublishedApplication[] Published =
    [
        new(
            "ws",
            "app",
            [
                new(
                    "T",
                    null,
                    "INTEGRATION_TASK",
                    [
                        new TaskParameter("DAY", ParameterKind.Text, null, true),
                        new TaskParameter("SIZE", ParameterKind.Number, null, false),
                    ]
                ),
            ]
        ),
        new("ws", "apps", [], "404 NotAuthorizedOrNotFound"),
    ];

    [Fact]
    public void The_bad_example_of_a_code_has_it_and_the_good_one_has_nothing()
    {
        Match[] rows = Example()
            .Matches(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "docs", "errors.md")))
            .ToArray();

        Assert.Equal(["RD601", "RD602", "RD603", "RD604", "RD605", "RD606"], rows.Select(row => row.Groups[1].Value));
        Assert.All(rows, row =>
        {
            Assert.Equal([row.Groups[1].Value], Found(row.Groups[2].Value));
            Assert.Equal([], Found(row.Groups[3].Value));
        });

        static string[] Found(string keys) =>
            [
                .. TaskContract
                    .Check(
                        Given.Set(
                            $"version: 1\nroutes:\n  - {{ name: r, match: {{ object: x }}, {keys[1..^1].Trim()} }}\n"
                        ),
                        Given.Here,
                        Published
                    )
                    .Select(finding => finding.Code),
            ];
    }

    [GeneratedRegex(@"^\| (RD6\d{2}) \| `([^`]+)` \| `([^`]+)` \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Example();
}
