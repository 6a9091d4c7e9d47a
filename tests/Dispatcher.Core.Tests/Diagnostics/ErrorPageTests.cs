using System.Reflection;
using System.Text.RegularExpressions;
using Dispatcher.Diagnostics;

namespace Dispatcher.Core.Tests.Diagnostics;

public sealed class ErrorPageTests
{
    [Fact]
    public void The_page_of_error_codes_has_every_code_once_and_no_other()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "errors.md"));
        IEnumerable<string> documented = Regex
            .Matches(page, @"^\| (RD\d{3}) \|", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value);
        IEnumerable<string> codes = typeof(Codes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(codes.Order(StringComparer.Ordinal), documented);
    }
}
