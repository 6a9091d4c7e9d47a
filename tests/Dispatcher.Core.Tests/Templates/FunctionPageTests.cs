using System.Text.RegularExpressions;
using Dispatcher.Templates.Functions;

namespace Dispatcher.Core.Tests.Templates;

/// <summary>The lists of docs/routes.md against the code.</summary>
public partial class FunctionPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Join(AppContext.BaseDirectory, "docs", "routes.md"));

    [Fact]
    public void The_page_lists_every_function_with_its_arguments_and_no_other()
    {
        IEnumerable<string> usages = FunctionTable.Names.Select(name =>
        {
            Assert.True(FunctionTable.TryFind(name, out TemplateFunction? function));
            return function.Usage;
        });
        IEnumerable<string> listed = Row()
            .Matches(Page)
            .Select(row => row.Groups[1].Value.Replace("\\|", "|", StringComparison.Ordinal));

        Assert.Equal(usages.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_lists_every_letter_of_a_date_and_which_of_them_are_read()
    {
        var rows = Letters().Matches(Page).ToArray();
        static IEnumerable<char> LettersOf(IEnumerable<Match> rows) =>
            rows.SelectMany(row => Letter().Matches(row.Groups[1].Value))
                .Select(letter => letter.Groups[1].Value[0])
                .Order();

        Assert.Equal(DateFormat.Written, LettersOf(rows));
        Assert.Equal(DateFormat.Read, LettersOf(rows.Where(row => row.Groups[2].Value.Trim() == "✓")));
    }

    [GeneratedRegex(@"^\| `(\w+ \\\| (?:string|array|date|math|object|html)\.[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| (`%.`(?: `%.`)*) \|.*\|([^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Letters();

    [GeneratedRegex("`%(.)`")]
    private static partial Regex Letter();
}
