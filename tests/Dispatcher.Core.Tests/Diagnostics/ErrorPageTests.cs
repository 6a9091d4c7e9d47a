using System.Reflection;
using System.Text.RegularExpressions;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Diagnostics;

public sealed partial class ErrorPageTests
{
    [Fact]
    public void The_page_of_error_codes_has_every_code_once_and_no_other()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "errors.md"));
        IEnumerable<string> documented = Regex
            .Matches(page, @"^\| (RD\d{3}) \| (?!`[^`]+` \| `[^`]+` \|\r?$)", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value);
        IEnumerable<string> codes = typeof(Dispatcher.Diagnostics.Codes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(codes.Order(StringComparer.Ordinal), documented);
    }

    [Fact]
    public void The_bad_example_of_a_code_has_it_and_the_good_one_loads()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "errors.md"));
        Match[] rows = Example()
            .Matches(page)
            .Where(row => row.Groups[1].Value.StartsWith("RD2", StringComparison.Ordinal))
            .ToArray();

        Assert.Equal(["RD208", "RD209", "RD210", "RD211"], rows.Select(row => row.Groups[1].Value).Distinct());
        foreach (Match row in rows)
        {
            Assert.Equal([row.Groups[1].Value], Codes(row.Groups[2].Value));
            Assert.Equal([], Codes(row.Groups[3].Value));
        }

        static string[] Codes(string template)
        {
            string written = template.Replace("\\|", "|", StringComparison.Ordinal);
            string quoted = written.Replace("'", "''", StringComparison.Ordinal);
            return
            [
                .. Given
                    .Load(
                        Given.Route(
                            "match: { object: '(?<day>\\d{8})-(?<n>\\d+)(-(?<region>[a-z]+))?\\.csv' }\n"
                                + $"task: {{ key: k }}\nbindings:\n  P: '{quoted}'"
                        )
                    )
                    .Diagnostics.Select(diagnostic => diagnostic.Code),
            ];
        }
    }

    [GeneratedRegex(@"^\| (RD\d{3}) \| `([^`]+)` \| `([^`]+)` \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Example();
}
